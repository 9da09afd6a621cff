-- Turns a served place into a session, once.
-- 2 place, 3 epoch the place was given in, 4 session, 5 buyer, 6 '1' if no turn is needed,
-- 7 sessions at most, 8 claims a minute, 9 session in milliseconds, 10 opens, 11 closes, 12 '1' if paused,
-- 13 lane, 14 its kind
local place, session, buyer = tonumber(ARGV[2]), ARGV[4], ARGV[5]
local most, per_minute = tonumber(ARGV[7]), tonumber(ARGV[8])
local queue, fraction = key('queue'), ARGV[14] == 'F'
local claimed = bits_key(CLAIMED, ARGV[13], ARGV[3])
local came = bits_key(CAME, ARGV[13], ARGV[3])

local used
if fraction then
  used = redis.call('ZSCORE', key(CLAIMED.set), buyer) and true
else
  used = redis.call('GETBIT', claimed, place) == 1
end
local till = session_end(buyer)
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

local state = redis.call('HMGET', queue, 'cutoff:' .. ARGV[13], 'passed:' .. ARGV[13], 'bucket',
  'bucketAt', 'peak', 'claims')
local cutoff, passed = tonumber(state[1] or '0'), tonumber(state[2] or '0')
if now >= tonumber(ARGV[11]) then
  return {'CLOSED'}
end
local opens, no_turn = tonumber(ARGV[10]), ARGV[6] == '1'
if now < opens or (place > cutoff and not no_turn) then
  local lane = {kind = ARGV[14], crowd = fraction and registered() or 0}
  return {'NOT_YET', people(lane, cutoff, place), opens - now}
end
-- Who came in time is never refused for good: their turn does not pass while they could not enter.
if place <= passed and not no_turn then
  local in_time
  if fraction then
    in_time = redis.call('ZSCORE', key(CAME.set), buyer)
  else
    in_time = redis.call('GETBIT', came, place) == 1
  end
  if not in_time then
    return {'PASSED'}
  end
end
local standing = ARGV[13] .. ':' .. ARGV[3] .. ':' .. ARGV[2]
if not no_turn then
  if fraction then
    redis.call('ZADD', key(CAME.set), ARGV[2], buyer)
  else
    redis.call('SETBIT', came, place, 1)
  end
end
local function refused(...)
  if not no_turn then
    redis.call('ZADD', key('door'), now, standing)
  end
  return {...}
end
if ARGV[12] == '1' then
  return refused('PAUSED')
end

reap_sessions(64)
local active = active_sessions()
if active >= most then
  return refused('FULL')
end

local bucket = tokens(tonumber(state[3] or '0'), tonumber(state[4] or '0'), per_minute)
if bucket < 1 then
  return refused('RATE', math.ceil((1 - bucket) * 60000 / per_minute))
end

if fraction then
  redis.call('ZADD', key(CLAIMED.set), ARGV[2], buyer)
else
  redis.call('SETBIT', claimed, place, 1)
end
local ends = now + tonumber(ARGV[9])
redis.call('ZADD', key('sessions'), ends, buyer)
redis.call('HSET', key('session-ids'), buyer, session)
redis.call('ZREM', key('door'), standing)
redis.call('HSET', queue, 'bucket', bucket - 1, 'bucketAt', now,
  'claims', tonumber(state[6] or '0') + 1, 'peak', math.max(tonumber(state[5] or '0'), active + 1))
return {'CLAIMED', session, ends}
