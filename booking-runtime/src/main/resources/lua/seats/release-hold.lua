-- 3 hold, 4 buyer
local hold = redis.call('HMGET', key('hold:' .. ARGV[3]), 'buyer', 'state')
if hold[1] ~= ARGV[4] then
  return {'UNKNOWN'}
end
if hold[2] == 'converted' then
  return {'CONVERTED'}
end
if hold[2] == 'live' then
  release(ARGV[3], 'released')
end
return {'RELEASED'}
