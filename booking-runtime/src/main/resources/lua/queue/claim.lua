-- Turns a served place into a session, once.
-- 2 place, 3 epoch the place was given in, 4 session, 5 buyer, 6 '1' if no turn is needed,
-- 7 sessions at most, 8 claims a minute, 9 session in milliseconds, 10 opens, 11 closes, 12 '1' if paused,
-- 13 lane, 14 its kind
local place, session, buyer = tonumber(ARGV[2]), ARGV[4], ARGV[5]
local most, per_minute = tonumber(ARGV[7]), tonumber(ARGV[8])
local queue, fraction = key('queue'), ARGV[14] == 'F'
local used = is_noted(CLAIMED, ARGV[13], fraction, ARGV[2], buyer)
local till = session_end(buyer)
if till then
  -- One session a buyer: a repeated claim and a claim with another place of theirs get the same one.
  local id = redis.call('HGET', key('session-ids'), buyer)
  if not used or id == session then
    return {'SAME', id, till}
  end
end
local lost = not till and lost_session(session)
if lost then
  local active = active_sessions()
  if active >= most then
    return {'FULL'}
  end
  open_session(buyer, session, lost, active)
  return {'SAME', session, lost}
end
if used then
  return {'USED'}
end

local state = redis.call('HMGET', queue, 'cutoff:' .. ARGV[13], 'passed:' .. ARGV[13], 'bucket',
  'bucketAt', 'claims')
local cutoff, passed = tonumber(state[1] or '0'), tonumber(state[2] or '0')
if now >= tonumber(ARGV[11]) then
  return {'CLOSED'}
end
local opens, no_turn = tonumber(ARGV[10]), ARGV[6] == '1'
if now < opens or (place > cutoff and not no_turn) then
  local lane = {kind = ARGV[14], crowd = fraction and crowd() or 0,
    gaps = read_gaps(redis.call('HGET', queue, 'gaps:' .. ARGV[13]))}
  return {'NOT_YET', people(lane, cutoff, place), opens - now}
end
-- Who came in time is never refused for good: their turn does not pass while they could not enter.
if place <= passed and not no_turn and not is_noted(CAME, ARGV[13], fraction, ARGV[2], buyer) then
  return {'PASSED'}
end
local standing = ARGV[13] .. ':' .. ARGV[2]
if not no_turn then
  note(CAME, ARGV[13], fraction, ARGV[2], buyer)
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
local wait = reattaching()
if wait > 0 then
  return refused('RATE', wait)
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

note(CLAIMED, ARGV[13], fraction, ARGV[2], buyer)
local ends = now + tonumber(ARGV[9])
open_session(buyer, session, ends, active)
redis.call('ZREM', key('door'), standing)
redis.call('HSET', queue, 'bucket', bucket - 1, 'bucketAt', now, 'claims', tonumber(state[5] or '0') + 1)
return {'CLAIMED', session, ends}
