-- Lanes are numbered from 0, in the order in which they are served. The hash 'queue' has of each:
-- tail:N the last place given, cutoff:N the last one called, passed:N the last one whose window is
-- over, recent:N the last one whose session is certainly over. A lane is a counter ('C') or a fraction
-- ('F'): there a place is the first 48 bits of a number, plus 1, and who stands on it is estimated
-- from how many registered.
local FRACTIONS = 281474976710656

-- How many registered for the fraction, about; 'crowd' are those counted before Redis was lost.
local function registered()
  local before = tonumber(redis.call('HGET', key('queue'), 'crowd') or '0')
  return math.max(1, before + redis.call('PFCOUNT', key('registered')))
end

-- People on the places above one, up to another.
local function people(lane, above, to)
  if lane.kind == 'C' then
    return to - above
  end
  return math.ceil((to - above) / FRACTIONS * lane.crowd)
end

-- Who came while it was their turn, and who was let in. In a counter a bit each by place, one string
-- for every epoch that places were given in; in a fraction a set of buyers ordered by place.
local CAME = {bits = 'came:', set = 'arrived'}
local CLAIMED = {bits = 'claimed:', set = 'admitted'}

local function bits_key(what, lane, epoch)
  return key(what.bits .. lane .. ':' .. epoch)
end

-- Those of the places above one, up to another, who came or were let in.
local function count_between(what, lane, above, to)
  if lane.kind == 'F' then
    return redis.call('ZCOUNT', key(what.set), '(' .. string.format('%.0f', above), string.format('%.0f', to))
  end
  local count, from = 0, above + 1
  for epoch = math.max(1, ARGV[1] - 15), tonumber(ARGV[1]) do
    local bits = bits_key(what, lane.number, epoch)
    local first, last = math.floor(from / 8), math.floor(to / 8)
    count = count + redis.call('BITCOUNT', bits, first, last)
    for bit = first * 8, from - 1 do
      count = count - redis.call('GETBIT', bits, bit)
    end
    for bit = to + 1, last * 8 + 7 do
      count = count - redis.call('GETBIT', bits, bit)
    end
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
      'passed:' .. number, 'recent:' .. number)
    local lane = {number = number, kind = kind, opens = tonumber(opens), ready = ready == '1',
      tail = tonumber(state[1] or '0'), cutoff = tonumber(state[2] or '0'),
      passed = tonumber(state[3] or '0'), recent = tonumber(state[4] or '0')}
    if kind == 'F' then
      lane.tail = FRACTIONS
      lane.crowd = registered()
    end
    lanes[#lanes + 1] = lane
  end
  return lanes
end

local function write_lanes(lanes)
  for _, lane in ipairs(lanes) do
    local n = lane.number
    redis.call('HSET', key('queue'), 'cutoff:' .. n, lane.cutoff, 'passed:' .. n, lane.passed,
      'recent:' .. n, lane.recent)
  end
end

-- A window is 'from:to:called at:deadline on the house clock:lane'. 'windows' keeps all; the other
-- lists are emptied from their heads as time passes, so each window costs the same once per list.
local function open_window(lane, from, to, deadline)
  local window = string.format('%.0f:%.0f:%.0f:%.0f:%d', from, to, now, deadline, lane)
  redis.call('RPUSH', key('open-windows'), window)
  redis.call('RPUSH', key('recent-windows'), window)
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
          to = lane.kind == 'C' and lane.cutoff + these
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
