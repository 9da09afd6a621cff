-- Sessions: a set of buyers ordered by the end of their session, and the session's id by buyer.
local function session_end(buyer)
  local till = redis.call('ZSCORE', key('sessions'), buyer)
  if till and tonumber(till) > now then
    return tonumber(till)
  end
  return nil
end

local function reap_sessions(limit)
  local over = redis.call('ZRANGEBYSCORE', key('sessions'), '-inf', now, 'LIMIT', 0, limit)
  if #over > 0 then
    redis.call('ZREM', key('sessions'), unpack(over))
    redis.call('HDEL', key('session-ids'), unpack(over))
  end
end

local function active_sessions()
  return redis.call('ZCOUNT', key('sessions'), '(' .. now, '+inf')
end

-- Sessions that were lost with an earlier life of Redis: their end by their id, until they begin again.
local function lost_session(id)
  local ends = tonumber(redis.call('HGET', key('lost'), id) or '0')
  return ends > now and ends or nil
end

-- 'active' sessions there are besides.
local function open_session(buyer, id, ends, active)
  redis.call('ZADD', key('sessions'), ends, buyer)
  redis.call('HSET', key('session-ids'), buyer, id)
  redis.call('HDEL', key('lost'), id)
  active = active + 1
  if active > tonumber(redis.call('HGET', key('queue'), 'peak') or '0') then
    redis.call('HSET', key('queue'), 'peak', active)
  end
end

-- Milliseconds in which only sessions that were lost begin again; 0 once they are over.
local function reattaching()
  return math.max(0, tonumber(redis.call('HGET', key('queue'), 'attachUntil') or '0') - now)
end
