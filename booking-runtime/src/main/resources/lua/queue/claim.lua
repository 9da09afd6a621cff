-- Turns a served place into a session, once.
-- 2 place, 3 epoch the place was given in, 4 session, 5 buyer, 6 '1' if no turn is needed,
-- 7 sessions at most, 8 claims a minute, 9 session in milliseconds, 10 opens, 11 closes, 12 '1' if paused
local place, session, buyer = tonumber(ARGV[2]), ARGV[4], ARGV[5]
local claimed = key('claimed:' .. ARGV[3])
local most, per_minute = tonumber(ARGV[7]), tonumber(ARGV[8])
local queue = key('queue')

local till = session_end(buyer)
local used = redis.call('GETBIT', claimed, place) == 1
if till then
  -- One session a buyer: a repeated claim and a claim with another place of theirs get the same one.
  local id = redis.call('HGET', key('session-ids'), buyer)
  if not used or id == session then
    return {'SAME', id, till}
  end
end
if used then
  return {'USED'}
end

local state = redis.call('HMGET', queue, 'cutoff', 'passed', 'bucket', 'bucketAt', 'peak')
local cutoff, passed = tonumber(state[1] or '0'), tonumber(state[2] or '0')
if now >= tonumber(ARGV[11]) then
  return {'CLOSED'}
end
if now < tonumber(ARGV[10]) then
  return {'NOT_YET', place - cutoff}
end
if ARGV[6] ~= '1' then
  if place > cutoff then
    return {'NOT_YET', place - cutoff}
  end
  if place <= passed then
    return {'PASSED'}
  end
end
if ARGV[12] == '1' then
  return {'PAUSED'}
end

reap_sessions(64)
local active = active_sessions()
if active >= most then
  return {'FULL'}
end

-- Never more than a second's worth of claims at once.
local burst = math.max(1, per_minute / 60)
local since = now - tonumber(state[4] or '0')
local bucket = math.min(burst, tonumber(state[3] or '0') + since * per_minute / 60000)
if bucket < 1 then
  return {'RATE', math.ceil((1 - bucket) * 60000 / per_minute)}
end

redis.call('SETBIT', claimed, place, 1)
local ends = now + tonumber(ARGV[9])
redis.call('ZADD', key('sessions'), ends, buyer)
redis.call('HSET', key('session-ids'), buyer, session)
redis.call('HSET', queue, 'bucket', bucket - 1, 'bucketAt', now,
  'peak', math.max(tonumber(state[5] or '0'), active + 1))
return {'CLAIMED', session, ends}
