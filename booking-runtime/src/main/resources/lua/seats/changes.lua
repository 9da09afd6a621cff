-- What every script that changes seats shares. A seat is two bits: 0 free, 1 held, 2 sold, 3 not for
-- sale. Its owner is 'h' and a hold's id, or 'o' and an order's: the fence of every change after the
-- first, since nobody else may change the seat and no id is given twice.
-- ARGV[2] lists the standing sections as FIRST:SIZE, parted by commas.
-- Lists of seats are short, at most 500, far below what unpack can take.
local FREE, HELD, SOLD, WITHHELD = 0, 1, 2, 3
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

-- The states of seats that lie close together, read with one call.
local function states(first, last)
  local from = math.floor(first / 4)
  local bytes = redis.call('GETRANGE', key('seats'), from, math.floor(last / 4))
  return function(index)
    local byte = string.byte(bytes, math.floor(index / 4) - from + 1) or 0
    return bit.band(bit.rshift(byte, 6 - 2 * (index % 4)), 3)
  end
end

local function owner(index)
  return redis.call('HGET', key('owners'), index)
end

-- Those of the seats that have that owner.
local function owned_by(seats, who)
  local owned = {}
  for i, holder in ipairs(redis.call('HMGET', key('owners'), unpack(seats))) do
    if holder == who then
      owned[#owned + 1] = seats[i]
    end
  end
  return owned
end

-- What changed since the last changed(): each seat's index and new state in three bytes, and by how
-- much each count moved.
local unlogged = {}
local moved = {}

local function move(count, by)
  moved[count] = (moved[count] or 0) + by
end

-- A standing unit that comes back waits for the next buyer; numbered seats are nobody's matter here.
local function recount_standing(index, from, to)
  local section = standing_section(index)
  if section and from == FREE and to ~= FREE then
    move('free:' .. section.first, -1)
  elseif section and from ~= FREE and to == FREE then
    move('free:' .. section.first, 1)
    redis.call('RPUSH', key('standing-free:' .. section.first), index)
  end
end

-- The only place that writes seats' bits; owners move with them, changed() brings counts and log.
local function change_all(seats, to, new_owner)
  if #seats == 0 then
    return
  end
  local bits, owners, states_to = {}, {}, {}
  -- A seat of an allotment that was not released goes back to it.
  local kept = to == FREE and redis.call('HMGET', key('allotted'), unpack(seats)) or {}
  for i, index in ipairs(seats) do
    local at, becomes = 4 * i - 3, kept[i] and WITHHELD or to
    bits[at], bits[at + 1], bits[at + 2], bits[at + 3] = 'SET', 'u2', '#' .. index, becomes
    states_to[i] = becomes
    unlogged[#unlogged + 1] = struct.pack('>I3', index * 4 + becomes)
    if new_owner then
      owners[2 * i - 1], owners[2 * i] = index, new_owner
    end
  end
  local before = redis.call('BITFIELD', key('seats'), unpack(bits))
  if new_owner then
    redis.call('HSET', key('owners'), unpack(owners))
  else
    redis.call('HDEL', key('owners'), unpack(seats))
  end
  for i, from in ipairs(before) do
    move(COUNTED[from], -1)
    move(COUNTED[states_to[i]], 1)
    recount_standing(seats[i], from, to)
  end
end

local function change(index, to, new_owner)
  change_all({index}, to, new_owner)
end

local function each(list, visit)
  for index in string.gmatch(list, '%d+') do
    visit(tonumber(index))
  end
end

local function listed(list)
  local seats = {}
  each(list, function(index)
    seats[#seats + 1] = index
  end)
  return seats
end

-- Ends a change: the counts, the next version, and its entry in the log, VERSION-MILLISECONDS. The log
-- reaches back as far as reading it is cheaper than reading all seats.
local function changed()
  if #unlogged > 0 then
    for count, by in pairs(moved) do
      if by ~= 0 then
        redis.call('HINCRBY', key('counts'), count, by)
      end
    end
    local version = redis.call('INCR', key('version'))
    redis.call('XADD', key('changes'), 'MAXLEN', '~', 1024, version .. '-' .. now, 's', table.concat(unlogged))
    unlogged, moved = {}, {}
  end
end

local function give_back(id, final_state)
  local hold = redis.call('HMGET', key('hold:' .. id), 'seats', 'buyer')
  redis.call('ZREM', key('deadlines'), id)
  if not hold[1] then
    return
  end
  change_all(owned_by(listed(hold[1]), 'h' .. id), FREE)
  redis.call('HSET', key('hold:' .. id), 'state', final_state)
  redis.call('HDEL', key('holds-of:' .. hold[2]), id)
end

-- Ends a live hold; its seats are free at once.
local function release(id, final_state)
  give_back(id, final_state)
  changed()
end

-- Expired holds give their seats back before anything else looks at them.
local function reap(limit)
  local due = redis.call('ZRANGEBYSCORE', key('deadlines'), '-inf', now, 'LIMIT', 0, limit)
  for _, id in ipairs(due) do
    give_back(id, 'expired')
  end
  changed()
  return #due
end
