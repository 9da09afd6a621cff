-- Gives places to all who came together: a place is the next number of its lane, from 1; nothing else
-- is stored for it. 2 opens: on the clock here, so that no process gives places early; from 3 on each lane
-- and how many join it. Answers the epoch and of each the last one.
local queue, reply = key('queue'), {'JOINED', ARGV[1]}
if now < tonumber(ARGV[2]) then
  return {'EARLY', ARGV[2] - now}
end
for at = 3, #ARGV, 2 do
  local lane = redis.call('HMGET', queue, 'tail:' .. ARGV[at], 'ceiling:' .. ARGV[at])
  if tonumber(lane[1] or '0') + ARGV[at + 1] > tonumber(lane[2] or '0') then
    -- PostgreSQL does not know of these numbers, so another life of Redis might give them again.
    return {'STALE'}
  end
end
for at = 3, #ARGV, 2 do
  reply[#reply + 1] = redis.call('HINCRBY', queue, 'tail:' .. ARGV[at], ARGV[at + 1])
end
return reply
