-- Lanes are numbered from 0, in the order in which they are served. The hash 'queue' has of each:
-- tail:N the last place given, cutoff:N the last one called, passed:N the last one whose window is
-- over, gaps:N numbers that nobody has. A lane is a counter ('C') or a fraction ('F'): there a place is
-- the first 48 bits of a number, plus 1, and who stands on it is estimated from how many registered.
local FRACTIONS = 281474976710656

-- Who stands on a fraction, at least one.
local function crowd()
  return math.max(1, registered())
end

-- Numbers that were skipped when Redis was lost, as 'above:to' with commas between. Only who joined in
-- the last moment before has one of them, so a gap counts as one person and is called as a whole.
local function read_gaps(text)
  local gaps = {}
  for above, to in string.gmatch(text or '', '(%d+):(%d+)') do
    gaps[#gaps + 1] = {above = tonumber(above), to = tonumber(to)}
  end
  return gaps
end

-- People on the places above one, up to another.
local function people(lane, above, to)
  if lane.kind == 'C' then
    local all = to - above
    for _, gap in ipairs(lane.gaps) do
      if above <= gap.above and gap.to <= to then
        all = all - (gap.to - gap.above - 1)
      end
    end
    return all
  end
  return math.ceil((to - above) / FRACTIONS * lane.crowd)
end

-- Who came while it was their turn, and who was let in. In a counter a bit each by place; in a fraction a
-- set of buyers ordered by place, and of those from before Redis was lost 'place P'.
local CAME = {bits = 'came:', set = 'arrived'}
local CLAIMED = {bits = 'claimed:', set = 'admitted'}

local function bits_key(what, lane)
  return key(what.bits .. lane)
end

local function is_noted(what, lane, fraction, place, buyer)
  if fraction then
    return (redis.call('ZSCORE', key(what.set), buyer)
      or redis.call('ZSCORE', key(what.set), 'place ' .. place)) and true
  end
  return redis.call('GETBIT', bits_key(what, lane), place) == 1
end

local function note(what, lane, fraction, place, buyer)
  if fraction then
    redis.call('ZADD', key(what.set), place, buyer)
  else
    redis.call('SETBIT', bits_key(what, lane), place, 1)
  end
end

-- Those of the places above one, up to another, who came or were let in.
local function count_between(what, lane, above, to)
  if lane.kind == 'F' then
    return redis.call('ZCOUNT', key(what.set), '(' .. string.format('%.0f', above), string.format('%.0f', to))
  end
  local bits, from = bits_key(what, lane.number), above + 1
  local first, last = math.floor(from / 8), math.floor(to / 8)
  local count = redis.call('BITCOUNT', bits, first, last)
  for bit = first * 8, from - 1 do
    count = count - redis.call('GETBIT', bits, bit)
  end
  for bit = to + 1, last * 8 + 7 do
    count = count - redis.call('GETBIT', bits, bit)
  end
  return count
end

-- 'kind|opens|ready' each; a lane that is not ready holds up those behind it.
local function read_lanes(first)
  local lanes = {}
  for i = first, #ARGV do
    local kind, opens, ready = string.match(ARGV[i], '^(%u)|(%d+)|(%d)$')
    local number = i - first
    local state = redis.call('HMGET', key('queue'), 'tail:' .. number, 'cutoff:' .. number,
      'passed:' .. number, 'gaps:' .. number)
    local lane = {number = number, kind = kind, opens = tonumber(opens), ready = ready == '1',
      tail = tonumber(state[1] or '0'), cutoff = tonumber(state[2] or '0'),
      passed = tonumber(state[3] or '0'), gaps = read_gaps(state[4])}
    if kind == 'F' then
      lane.tail = FRACTIONS
      lane.crowd = crowd()
    end
    lanes[#lanes + 1] = lane
  end
  return lanes
end

local function write_lanes(lanes)
  for _, lane in ipairs(lanes) do
    local n = lane.number
    redis.call('HSET', key('queue'), 'cutoff:' .. n, lane.cutoff, 'passed:' .. n, lane.passed)
  end
end

-- A window is 'from:to:called at:deadline on the house clock:lane'. 'windows' keeps all; the other
-- lists are emptied from their heads as time passes, so each window costs the same once per list.
local function open_window(lane, from, to, deadline)
  local window = string.format('%.0f:%.0f:%.0f:%.0f:%d', from, to, now, deadline, lane)
  redis.call('RPUSH', key('open-windows'), window)
  redis.call('RPUSH', key('new-windows'), window)
  redis.call('RPUSH', key('windows'), window)
  redis.call('HINCRBY', key('queue'), 'windows', 1)
end

local function window_of(text, lanes)
  local from, to, at, deadline, lane = string.match(text, '(%d+):(%d+):(%d+):(%d+):(%d+)')
  return {above = from - 1, to = tonumber(to), at = tonumber(at), deadline = tonumber(deadline),
    lane = lanes[tonumber(lane) + 1]}
end

-- Takes windows from the head of a list while they are over.
local function take(list, lanes, over, done)
  local head = redis.call('LINDEX', list, 0)
  while head do
    local window = window_of(head, lanes)
    if not over(window) then
      return
    end
    redis.call('LPOP', list)
    done(window)
    head = redis.call('LINDEX', list, 0)
  end
end

-- The last place of so many people behind the cutoff of a counter.
local function place_after(lane, these)
  local to = lane.cutoff + these
  for _, gap in ipairs(lane.gaps) do
    if gap.above >= lane.cutoff and to > gap.above then
      to = to + gap.to - gap.above - 1
    end
  end
  return to
end

-- Calls so many people, lane by lane; answers how many.
local function release(lanes, most_people, deadline)
  local released = 0
  for _, lane in ipairs(lanes) do
    if now >= lane.opens and released < most_people then
      if not lane.ready then
        return released
      end
      local waiting = people(lane, lane.cutoff, lane.tail)
      local these = math.min(waiting, most_people - released)
      if these >= 1 then
        local to = lane.tail
        if these < waiting then
          to = lane.kind == 'C' and place_after(lane, these)
            or math.min(lane.tail, lane.cutoff + math.floor(these / lane.crowd * FRACTIONS))
        end
        open_window(lane.number, lane.cutoff + 1, to, deadline)
        lane.cutoff = to
        released = released + these
      end
    end
  end
  return released
end

local function waiting(lanes)
  local sum = 0
  for _, lane in ipairs(lanes) do
    sum = sum + people(lane, lane.cutoff, lane.tail)
  end
  return sum
end
