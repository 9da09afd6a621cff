-- Turns a live hold into an order's seats, which no deadline touches any more.
-- 3 hold, 4 buyer, 5 order
local id, order = ARGV[3], ARGV[5]
local hold = redis.call('HMGET', key('hold:' .. id), 'buyer', 'state', 'deadline', 'seats', 'order')
if not hold[1] or (hold[1] == ARGV[4] and hold[2] == 'released') then
  return {'UNKNOWN'}
end
if hold[1] ~= ARGV[4] then
  return {'NOT_YOURS'}
end
local seats = {'CONVERTED'}
each(hold[4], function(index)
  seats[#seats + 1] = index
end)
if hold[2] == 'converted' then
  if hold[5] ~= order then
    return {'TAKEN', hold[5]}
  end
  local kept = true
  each(hold[4], function(index)
    kept = kept and owner(index) == 'o' .. order
  end)
  -- The order came to nothing and its seats were given back: it cannot be had again.
  return kept and seats or {'EXPIRED'}
end
if hold[2] ~= 'live' then
  return {'EXPIRED'}
end
local ours = tonumber(hold[3]) > now
each(hold[4], function(index)
  -- PostgreSQL may have given a seat to an order of an earlier life of Redis.
  ours = ours and owner(index) == 'h' .. id
end)
if not ours then
  release(id, 'expired')
  return {'EXPIRED'}
end
each(hold[4], function(index)
  redis.call('HSET', key('owners'), index, 'o' .. order)
end)
redis.call('ZREM', key('deadlines'), id)
redis.call('HDEL', key('holds-of:' .. hold[1]), id)
redis.call('HSET', key('hold:' .. id), 'state', 'converted', 'order', order)
redis.call('ZADD', key('conversions'), now, order)
redis.call('HSET', key('conversion-seats'), order, hold[4])
return seats
