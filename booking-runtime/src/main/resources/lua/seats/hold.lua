-- Holds all seats or none.
-- 3 hold, 4 buyer, 5 session, 6 idempotency key, 7 hash of the body, 8 milliseconds, 9 cap per buyer,
-- 10 opens, 11 closes, 12 quantity, 13 whether a seat may be left single, 14 what is wanted:
-- 'seats': 15... for each part of a row first, last, the state that its seats may have beside free, how many
--   and which seats of it, ascending; without any, the part has to be taken for good
-- 'standing': 15 first index of the section
-- 'best': 15... first and last of parts of rows, the best first
-- No two seats of a part have an aisle or the like between them.
local hold, buyer, session = ARGV[3], ARGV[4], ARGV[5]
local seen, body = key('same:' .. buyer .. ':' .. ARGV[6]), ARGV[7]
local quantity = tonumber(ARGV[12])
local gaps = ARGV[13] == '1'
local DAY, HOUR = 86400000, 3600000

-- Whether beside a seat of the choice just one free seat is left.
local function leaves_one(of, first, last, chosen)
  local mine = {}
  for _, index in ipairs(chosen) do
    mine[index] = true
  end
  local function left(index)
    return first <= index and index <= last and not mine[index] and of(index) == FREE
  end
  for _, index in ipairs(chosen) do
    if left(index - 1) and not left(index - 2) or left(index + 1) and not left(index + 2) then
      return true
    end
  end
  return false
end

-- Whether a choice leaves a seat single for nothing: as many seats next to each other, in the same run
-- of free seats, would leave none. A run of one seat more than is wanted has to leave one.
-- Gives that seat, and the first and last of those others; nil if all is well.
local function single(of, first, last, chosen)
  local i = 1
  while i <= #chosen do
    local from, to = chosen[i], chosen[i]
    while from > first and of(from - 1) == FREE do
      from = from - 1
    end
    while to < last and of(to + 1) == FREE do
      to = to + 1
    end
    local alone, next_free, began = nil, from, i
    while chosen[i] and chosen[i] <= to do
      if chosen[i] - next_free == 1 then
        alone = alone or next_free
      end
      next_free = chosen[i] + 1
      i = i + 1
    end
    if next_free == to then
      alone = alone or to
    end
    local taken = i - began
    if alone and to - from + 1 - taken > 1 then
      if chosen[began] - from <= to - chosen[i - 1] then
        return alone, from, from + taken - 1
      end
      return alone, to - taken + 1, to
    end
  end
  return nil
end

-- The seats asked for by name; or the refusal.
local function chosen_seats()
  local seats, taken, at = {}, {'TAKEN'}, 15
  local refusal = nil
  while at <= #ARGV do
    local first, last = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
    local allowed, count = tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
    local of, chosen = states(first, last), {}
    for i = at + 4, at + 3 + count do
      local index = tonumber(ARGV[i])
      if of(index) ~= FREE and of(index) ~= allowed then
        taken[#taken + 1] = index
      end
      chosen[#chosen + 1] = index
      seats[#seats + 1] = index
    end
    if count == 0 and of(first) <= HELD then
      refusal = refusal or {'COMPANION', first}
    end
    if not gaps and #taken == 1 and not refusal and leaves_one(of, first, last, chosen) then
      local alone, from, to = single(of, first, last, chosen)
      refusal = alone and {'SINGLE', alone, from, to}
    end
    at = at + 4 + count
  end
  if #taken > 1 then
    return nil, taken
  end
  return seats, refusal
end

-- The first seats of the first run that leaves none single; where none is there, and it is allowed,
-- of the first run that does.
local function best_seats()
  local spare = nil
  for at = 15, #ARGV, 2 do
    local first, last = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
    local of, run = states(first, last), 0
    for index = first, last + 1 do
      local free = index <= last and of(index) == FREE
      run = free and run + 1 or run
      if run == quantity + 2 or not free and run == quantity then
        return index - (free and quantity + 1 or quantity)
      end
      if not free then
        spare = spare or run == quantity + 1 and index - run
        run = 0
      end
    end
  end
  return gaps and spare
end

-- Units of standing room: those that came back first, then new ones. Entries whose unit was taken
-- meanwhile are skipped: a unit that was held again after a loss of Redis, and given back, stands among
-- those that came back and is a new one too.
local function standing_units(first)
  local section = standing_section(first)
  local units, chosen = {}, {}
  while #units < quantity do
    local missing = quantity - #units
    local asked = redis.call('LPOP', key('standing-free:' .. first), missing) or {}
    if #asked < missing then
      local next_unit = redis.call('HINCRBY', key('standing-next'), first, missing - #asked)
      for unit = next_unit - missing + #asked, next_unit - 1 do
        asked[#asked + 1] = unit
      end
    end
    for _, unit in ipairs(asked) do
      unit = tonumber(unit)
      if unit > section.last then
        return redis.error_reply('standing section ' .. first .. ' has fewer units than its count')
      end
      if state(unit) == FREE and not chosen[unit] then
        chosen[unit] = true
        units[#units + 1] = unit
      end
    end
  end
  return units
end

local function described(outcome, id)
  local known = redis.call('HMGET', key('hold:' .. id), 'state', 'deadline', 'seats')
  if not known[1] or known[1] == 'live' and tonumber(known[2]) <= now then
    return {outcome, id, 'expired'}
  end
  return {outcome, id, known[1], known[2], ARGV[1], unpack(listed(known[3]))}
end

local before = redis.call('GET', seen)
if before then
  if string.sub(before, 1, #body) ~= body then
    return {'OTHER_BODY'}
  end
  return described('SAME', string.sub(before, #body + 1))
end

local till = redis.call('ZSCORE', key('sessions'), buyer)
if not till or tonumber(till) <= now or redis.call('HGET', key('session-ids'), buyer) ~= session then
  return {'NO_SESSION'}
end
if now < tonumber(ARGV[10]) or now >= tonumber(ARGV[11]) then
  return {'NOT_OPEN'}
end

-- After a loss of Redis those who held seats come first.
local waits = tonumber(redis.call('HGET', key('queue'), 'attachUntil') or '0') - now
if waits > 0 then
  return {'WAIT', waits}
end

reap(32)

-- A session is one buyer's and a buyer has one at a time, so this is the session's cap too.
local held = 0
for _, count in ipairs(redis.call('HVALS', key('holds-of:' .. buyer))) do
  held = held + tonumber(count)
end
if held + quantity > tonumber(ARGV[9]) then
  return {'CAP', held}
end

local seats = nil
if ARGV[14] == 'seats' then
  local refusal = nil
  seats, refusal = chosen_seats()
  if refusal then
    return refusal
  end
elseif ARGV[14] == 'standing' then
  local free = tonumber(redis.call('HGET', key('counts'), 'free:' .. ARGV[15]))
  if free < quantity then
    return {'FEW', free, ARGV[15]}
  end
  -- A Redis that is full refuses this, and would not refuse to take units off their list.
  redis.call('HSET', key('holds-of:' .. buyer), hold, quantity)
  seats = standing_units(tonumber(ARGV[15]))
  if seats.err then
    redis.call('HDEL', key('holds-of:' .. buyer), hold)
    return seats
  end
else
  local first = best_seats()
  if not first then
    return {'NONE'}
  end
  seats = {}
  for i = 1, quantity do
    seats[i] = first + i - 1
  end
end
change_all(seats, HELD, 'h' .. hold)

local deadline = now + tonumber(ARGV[8])
redis.call('HSET', key('hold:' .. hold), 'buyer', buyer, 'state', 'live', 'deadline', deadline,
  'seats', table.concat(seats, ','))
redis.call('PEXPIREAT', key('hold:' .. hold), deadline + HOUR)
redis.call('ZADD', key('deadlines'), deadline, hold)
redis.call('HSET', key('holds-of:' .. buyer), hold, quantity)
redis.call('PEXPIRE', key('holds-of:' .. buyer), DAY)
redis.call('SET', seen, body .. hold, 'PX', DAY)
changed()
return {'HELD', hold, 'live', deadline, ARGV[1], unpack(seats)}
