-- Gives places to all who came together: a place is the next number of its lane, from 1; nothing else
-- is stored for it. From 2 on each lane and how many join it; answers the epoch and of each the last one.
local reply = {'JOINED', ARGV[1]}
for at = 2, #ARGV, 2 do
  reply[#reply + 1] = redis.call('HINCRBY', key('queue'), 'tail:' .. ARGV[at], ARGV[at + 1])
end
return reply
