-- 2 first window, from 0; 3 last one; 4 'windows', or 'results' for the claims of those that are over
local reply = {'WINDOWS'}
for _, window in ipairs(redis.call('LRANGE', key(ARGV[4]), ARGV[2], ARGV[3])) do
  reply[#reply + 1] = window
end
return reply
