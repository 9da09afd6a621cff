-- 2 first window, from 0; 3 last one
local reply = {'WINDOWS'}
for _, window in ipairs(redis.call('LRANGE', key('windows'), ARGV[2], ARGV[3])) do
  reply[#reply + 1] = window
end
return reply
