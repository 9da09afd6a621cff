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
