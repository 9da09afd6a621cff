-- The order is known in PostgreSQL: its conversion is no orphan.
local function settled(order)
  redis.call('ZREM', key('conversions'), order)
  redis.call('HDEL', key('conversion-seats'), order)
end
