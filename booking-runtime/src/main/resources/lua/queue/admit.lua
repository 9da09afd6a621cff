-- One step of the release of places; only the leader calls it.
-- 2 lease term, 3 places a minute, 4 sessions at most, 5 claim timeout in milliseconds, 6 opens,
-- 7 closes, 8 '1' while selling, 9 milliseconds after which a window's sessions are over,
-- 10 milliseconds within which who is there answers
local queue, term = key('queue'), tonumber(ARGV[2])
local per_minute, most, claim_timeout = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])

local state = redis.call('HMGET', queue, 'term', 'tickAt', 'clock', 'cutoff', 'passed', 'tail',
  'allowance', 'windows', 'recent', 'answered')
for i = 1, 10 do
  state[i] = tonumber(state[i] or '0')
end
local clock, cutoff, passed, tail = state[3], state[4], state[5], state[6]
local allowance, windows, recent, answered = state[7], state[8], state[9], state[10]
if state[1] > term then
  return {'FENCED', state[1]}
end

local function claims_between(from, to)
  local claims = 0
  for epoch = math.max(1, ARGV[1] - 15), tonumber(ARGV[1]) do
    local bits = key('claimed:' .. epoch)
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

-- Removes windows from a list while they are over, and tells the last place of the last one.
local function walk(list, over, place)
  while true do
    local head = redis.call('LINDEX', list, 0)
    if not head then
      return place
    end
    local _, to, at, deadline = string.match(head, '(%d+):(%d+):(%d+):(%d+)')
    if not over(tonumber(at), tonumber(deadline)) then
      return place
    end
    redis.call('LPOP', list)
    place = tonumber(to)
  end
end

reap_sessions(256)
local active = active_sessions()
local open = ARGV[8] == '1' and now >= tonumber(ARGV[6]) and now < tonumber(ARGV[7])
-- A leader's absence is not held against anybody: the clock stood still.
local passed_time = math.max(0, math.min(1000, now - state[2]))
if open and active < most then
  clock = clock + passed_time
end

passed = walk(key('open-windows'), function(_, deadline) return deadline <= clock end, passed)
recent = walk(key('recent-windows'), function(at) return at <= now - ARGV[9] end, recent)
-- Who has not come by now is most likely not coming: a place counts as on its way only that long,
-- else each no-show would keep a seat or a slot empty for the whole claim timeout. The claim itself
-- never lets in more than there is room for.
answered = walk(key('new-windows'), function(at) return at <= now - ARGV[10] end, answered)
local coming = 0
if cutoff > answered then
  coming = math.max(0, cutoff - answered - claims_between(answered + 1, cutoff))
end

-- As many visitors inside as there are seats they could still get; and as long as seats are free,
-- somebody is on the way to them, however many sessions sit idle.
local counts = redis.call('HMGET', key('counts'), 'free', 'held')
local free, held = tonumber(counts[1] or '0'), tonumber(counts[2] or '0')
local justified = math.max(free, free + held - active) - coming

local released = 0
if open then
  allowance = math.min(math.max(1, per_minute / 60), allowance + passed_time * per_minute / 60000)
  released = math.floor(math.min(most - active - coming, justified, tail - cutoff, allowance))
end
if released >= 1 then
  windows = windows + 1
  allowance = allowance - released
  local window = string.format('%.0f:%.0f:%.0f:%.0f',
    cutoff + 1, cutoff + released, now, clock + claim_timeout)
  cutoff = cutoff + released
  redis.call('RPUSH', key('open-windows'), window)
  redis.call('RPUSH', key('recent-windows'), window)
  redis.call('RPUSH', key('new-windows'), window)
  redis.call('RPUSH', key('windows'), window)
else
  released = 0
end
redis.call('HSET', queue, 'term', term, 'tickAt', now, 'clock', clock, 'cutoff', cutoff,
  'passed', passed, 'allowance', allowance, 'windows', windows, 'recent', recent, 'answered', answered)
return {'RELEASED', released, active, coming, tail - cutoff}
