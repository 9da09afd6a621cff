-- Lanes are numbered from 0, in the order in which they are served. The hash 'queue' has of each:
-- tail:N the last place given, cutoff:N the last one released, passed:N the last one whose window is
-- over, recent:N the last one whose session is certainly over, answered:N the last one who has had
-- time to come. A lane is a counter ('C') or a fraction ('F'): there a place is the first 48 bits of
-- a number, plus 1, and who stands on it is estimated from how many registered.
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

local function claimed_key(lane, epoch)
  return key('claimed:' .. lane .. ':' .. epoch)
end

-- 'kind|opens|ready' each; a lane that is not ready holds up those behind it.
local function read_lanes(first)
  local lanes = {}
  for i = first, #ARGV do
    local kind, opens, ready = string.match(ARGV[i], '^(%u)|(%d+)|(%d)$')
    local number = i - first
    local state = redis.call('HMGET', key('queue'), 'tail:' .. number, 'cutoff:' .. number,
      'passed:' .. number, 'recent:' .. number, 'answered:' .. number)
    local lane = {number = number, kind = kind, opens = tonumber(opens), ready = ready == '1',
      tail = tonumber(state[1] or '0'), cutoff = tonumber(state[2] or '0'),
      passed = tonumber(state[3] or '0'), recent = tonumber(state[4] or '0'),
      answered = tonumber(state[5] or '0')}
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
      'recent:' .. n, lane.recent, 'answered:' .. n, lane.answered)
  end
end

-- Claims of the places above one, up to another.
local function claims_between(lane, above, to)
  if lane.kind == 'F' then
    return redis.call('ZCOUNT', key('admitted'), '(' .. string.format('%.0f', above), string.format('%.0f', to))
  end
  local claims, from = 0, above + 1
  for epoch = math.max(1, ARGV[1] - 15), tonumber(ARGV[1]) do
    local bits = claimed_key(lane.number, epoch)
    local first, last = math.floor(from / 8), math.floor(to / 8)
    claims = claims + redis.call('BITCOUNT', bits, first, last)
    for bit = first * 8, from - 1 do
      claims = claims - redis.call('GETBIT', bits, bit)
    end
    for bit = to + 1, last * 8 + 7 do
      claims = claims - redis.call('GETBIT', bits, bit)
    end
  end
  return claims
end

-- Released to people who have not come yet, of those released lately.
local function coming(lanes)
  local sum = 0
  for _, lane in ipairs(lanes) do
    if lane.cutoff > lane.answered then
      sum = sum + math.max(0, people(lane, lane.answered, lane.cutoff)
        - claims_between(lane, lane.answered, lane.cutoff))
    end
  end
  return sum
end

-- A window is 'from:to:released at:deadline on the house clock:lane'.
local function open_window(lane, from, to, deadline)
  local window = string.format('%.0f:%.0f:%.0f:%.0f:%d', from, to, now, deadline, lane)
  redis.call('RPUSH', key('open-windows'), window)
  redis.call('RPUSH', key('recent-windows'), window)
  redis.call('RPUSH', key('new-windows'), window)
  redis.call('RPUSH', key('windows'), window)
  redis.call('HINCRBY', key('queue'), 'windows', 1)
end

-- Removes windows from a list while they are over, and notes the last place of each in its lane.
local function walk(list, over, lanes, field)
  while true do
    local head = redis.call('LINDEX', list, 0)
    if not head then
      return
    end
    local _, to, at, deadline, lane = string.match(head, '(%d+):(%d+):(%d+):(%d+):(%d+)')
    if not over(tonumber(at), tonumber(deadline)) then
      return
    end
    redis.call('LPOP', list)
    local known = lanes[tonumber(lane) + 1]
    if known then
      known[field] = tonumber(to)
    end
  end
end

-- Releases places to so many people, lane by lane; answers to how many.
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
