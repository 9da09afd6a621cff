-- Ends a session at once and gives its holds back. 3 buyer, 4 session
local buyer = ARGV[3]
redis.call('HDEL', key('lost'), ARGV[4])
if redis.call('HGET', key('session-ids'), buyer) ~= ARGV[4] then
  return {'UNKNOWN'}
end
redis.call('ZREM', key('sessions'), buyer)
redis.call('HDEL', key('session-ids'), buyer)
for _, hold in ipairs(redis.call('HKEYS', key('holds-of:' .. buyer))) do
  release(hold, 'released')
end
return {'LEFT'}
