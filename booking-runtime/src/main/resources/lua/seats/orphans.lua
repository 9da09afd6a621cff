-- 3 age in milliseconds, 4 at most so many
local reply = {'ORPHANS'}
local orders = redis.call('ZRANGEBYSCORE', key('conversions'), '-inf', now - ARGV[3], 'LIMIT', 0, ARGV[4])
for _, order in ipairs(orders) do
  reply[#reply + 1] = order
  reply[#reply + 1] = redis.call('HGET', key('conversion-seats'), order) or ''
end
return reply
