-- 3 hold. A hold past its deadline reads as expired, reaped or not.
local hold = redis.call('HMGET', key('hold:' .. ARGV[3]), 'buyer', 'state', 'deadline', 'seats')
if not hold[1] then
  return {'UNKNOWN'}
end
local live = hold[2]
if live == 'live' and tonumber(hold[3]) <= now then
  live = 'expired'
end
local reply = {'HOLD', hold[1], live, hold[3], now}
each(hold[4], function(index)
  reply[#reply + 1] = index
end)
return reply
