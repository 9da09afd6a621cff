-- A session that was lost with an earlier life of Redis begins again, shown by its entry token, and ends
-- when it would have ended.
-- 2 buyer, 3 session, 4 its end, 5 sessions at most, 6 its place, 7 lane, 8 its kind
local buyer, session, ends = ARGV[2], ARGV[3], tonumber(ARGV[4])
local place, lane, fraction = ARGV[6], ARGV[7], ARGV[8] == 'F'
if session_end(buyer) then
  return {'NONE'}
end
local lost = lost_session(session)
if not lost then
  -- Claimed after the last checkpoint: its place looks like one that was not claimed.
  local passed = tonumber(redis.call('HGET', key('queue'), 'passed:' .. lane) or '0')
  local used = is_noted(CLAIMED, lane, fraction, place, buyer)
  if used or tonumber(place) <= passed or reattaching() == 0 then
    return {'NONE'}
  end
end
ends = math.min(ends, lost or ends)
if ends <= now then
  return {'NONE'}
end
local active = active_sessions()
if active >= tonumber(ARGV[5]) then
  return {'FULL'}
end
note(CLAIMED, lane, fraction, place, buyer)
open_session(buyer, session, ends, active)
return {'ATTACHED', ends}
