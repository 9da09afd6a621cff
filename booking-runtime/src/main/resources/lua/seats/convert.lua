-- Turns a live hold into an order's seats, which no deadline touches any more. The order is that of 9.
local live, _, seats, order = known_hold(attach)
local reply = {'CONVERTED'}
local function is_owner(whose)
  local all = true
  each(seats, function(index)
    reply[#reply + 1] = index
    all = all and owner(index) == whose
  end)
  return all
end
if live == 'converted' then
  if order ~= becomes then
    return {'TAKEN', order}
  end
  -- If the order came to nothing and its seats were given back, it cannot be had again.
  return is_owner('o' .. order) and reply or {'EXPIRED'}
end
if live == 'live' then
  -- PostgreSQL may have given a seat to an order of an earlier life of Redis.
  if is_owner('h' .. id) then
    each(seats, function(index)
      redis.call('HSET', key('owners'), index, 'o' .. becomes)
    end)
    redis.call('ZREM', key('deadlines'), id)
    redis.call('HDEL', key('holds-of:' .. buyer), id)
    redis.call('HSET', key('hold:' .. id), 'state', 'converted', 'order', becomes)
    redis.call('ZADD', key('conversions'), now, becomes)
    redis.call('HSET', key('conversion-seats'), becomes, seats)
    return reply
  end
  live = 'expired'
end
if live == 'expired' then
  release(id, 'expired')
end
return {string.upper(live)}
