-- What every script that changes seats shares. A seat is two bits: 0 free, 1 held, 2 sold, 3 not for
-- sale. Its owner is 'h' and a hold's id, or 'o' and an order's; nobody else may change it.
-- ARGV[2] lists the standing sections as FIRST:SIZE, parted by commas.
local FREE, HELD, SOLD = 0, 1, 2
local COUNTED = {[0] = 'free', [1] = 'held', [2] = 'sold', [3] = 'blocked'}

local standing = {}
for first, size in string.gmatch(ARGV[2], '(%d+):(%d+)') do
  standing[#standing + 1] = {first = tonumber(first), last = first + size - 1}
end

local function standing_section(index)
  for _, section in ipairs(standing) do
    if section.first <= index and index <= section.last then
      return section
    end
  end
  return nil
end

local function state(index)
  return redis.call('BITFIELD', key('seats'), 'GET', 'u2', '#' .. index)[1]
end

local function owner(index)
  return redis.call('HGET', key('owners'), index)
end

-- What changed since the last changed(): each seat's index and new state in three bytes.
local unlogged = {}

-- The only place that writes a seat's bits; the counts move with them, and the log will tell.
local function change(index, to, new_owner)
  local from = redis.call('BITFIELD', key('seats'), 'SET', 'u2', '#' .. index, to)[1]
  unlogged[#unlogged + 1] = struct.pack('>I3', index * 4 + to)
  redis.call('HINCRBY', key('counts'), COUNTED[from], -1)
  redis.call('HINCRBY', key('counts'), COUNTED[to], 1)
  if new_owner then
    redis.call('HSET', key('owners'), index, new_owner)
  else
    redis.call('HDEL', key('owners'), index)
  end
  local section = standing_section(index)
  if section and from == FREE and to ~= FREE then
    redis.call('HINCRBY', key('counts'), 'free:' .. section.first, -1)
  elseif section and from ~= FREE and to == FREE then
    redis.call('HINCRBY', key('counts'), 'free:' .. section.first, 1)
    redis.call('RPUSH', key('standing-free:' .. section.first), index)
  end
end

local function each(list, visit)
  for index in string.gmatch(list, '%d+') do
    visit(tonumber(index))
  end
end

-- Ends a change: the next version, and its entry in the log, VERSION-MILLISECONDS. The log reaches back
-- as far as reading it is cheaper than reading all seats.
local function changed()
  if #unlogged > 0 then
    local version = redis.call('INCR', key('version'))
    redis.call('XADD', key('changes'), 'MAXLEN', '~', 1024, version .. '-' .. now, 's', table.concat(unlogged))
    unlogged = {}
  end
end

-- Ends a live hold; its seats are free at once.
local function release(id, final_state)
  local hold = redis.call('HMGET', key('hold:' .. id), 'seats', 'buyer')
  redis.call('ZREM', key('deadlines'), id)
  if not hold[1] then
    return
  end
  each(hold[1], function(index)
    if owner(index) == 'h' .. id then
      change(index, FREE)
    end
  end)
  redis.call('HSET', key('hold:' .. id), 'state', final_state)
  redis.call('HDEL', key('holds-of:' .. hold[2]), id)
  changed()
end

-- Expired holds give their seats back before anything else looks at them.
local function reap(limit)
  local due = redis.call('ZRANGEBYSCORE', key('deadlines'), '-inf', now, 'LIMIT', 0, limit)
  for _, id in ipairs(due) do
    release(id, 'expired')
  end
  return #due
end
