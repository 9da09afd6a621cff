-- One step of the calling of places; only the leader does it. Which places: lanes.lua; how many:
-- law.lua.
-- 2 lease term, 3 people a minute, 4 sessions at most, 5 claim timeout in milliseconds, 6 closes,
-- 7 '1' while selling, 8 milliseconds within which who is there answers, 9 milliseconds over which the pace
-- is measured, 10 promises of the poll table, from 11 on the lanes
local queue, term = key('queue'), tonumber(ARGV[2])
local per_minute, most, claim_timeout = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local notice, minute = tonumber(ARGV[8]), tonumber(ARGV[9])

local state = redis.call('HMGET', queue, 'term', 'tickAt', 'clock', 'called', 'claims', 'claimsBefore',
  'lately', 'latelyCame', 'bucket', 'bucketAt')
for i = 1, 10 do
  state[i] = tonumber(state[i] or '0')
end
local clock, called, claims, lately, came = state[3], state[4], state[5], state[7], state[8]
if state[1] > term then
  return {'FENCED', state[1]}
end
local lanes = read_lanes(11)

reap_sessions(256)
local active = active_sessions()
local open = false
for _, lane in ipairs(lanes) do
  open = open or now >= lane.opens
end
open = open and ARGV[7] == '1' and now < tonumber(ARGV[6]) and reattaching() == 0
-- A leader's absence is not held against anybody, nor is a time in which nobody could enter: the clock
-- stood still.
local passed_time = math.max(0, math.min(1000, now - state[2]))
if open and (active < most or claims > state[6]) then
  clock = clock + passed_time
end

take(key('open-windows'), lanes, function(w) return w.deadline <= clock end, function(w)
  w.lane.passed = w.to
  redis.call('RPUSH', key('results'), count_between(CLAIMED, w.lane, w.above, w.to))
end)
-- Of the people called in the last notices, how many came; older ones count ever less.
local kept = math.max(0, 1 - passed_time / (2 * notice))
lately, came = lately * kept, came * kept
take(key('new-windows'), lanes, function(w) return w.at <= now - notice end, function(w)
  lately = lately + people(w.lane, w.above, w.to)
  came = came + count_between(CAME, w.lane, w.above, w.to)
end)
local coming = 0
for _, text in ipairs(redis.call('LRANGE', key('new-windows'), 0, -1)) do
  local w = window_of(text, lanes)
  local missing = people(w.lane, w.above, w.to) - count_between(CAME, w.lane, w.above, w.to)
  coming = coming + math.max(0, missing) * still_coming(now - w.at, notice)
end

local counts, past = redis.call('HMGET', key('counts'), 'free', 'held'), read_past()
local door, per_millisecond, released = at_door(now - notice), per_minute / 60000, 0
redis.call('ZREMRANGEBYSCORE', key('door'), '-inf', now - minute)
if open then
  released = release(lanes, how_many({most = most, active = active, door = door, coming = coming,
    share = (came + 1) / (lately + 1), flow = grown(past, 'claims', claims, now - notice),
    paced = tokens(state[9], state[10], per_minute) + notice * per_millisecond,
    patient = claim_timeout / 2 * per_millisecond,
    free = tonumber(counts[1] or '0'), held = tonumber(counts[2] or '0'),
    reach = reach(past, called, ARGV[10], minute)}), clock + claim_timeout)
  called = called + released
end
remember(called, claims, minute)
redis.call('HSET', queue, 'term', term, 'tickAt', now, 'clock', clock, 'called', called,
  'claimsBefore', claims, 'lately', lately, 'latelyCame', came,
  'pace', grown(past, 'called', called, now - minute),
  'claimPace', grown(past, 'claims', claims, now - minute))
write_lanes(lanes)
return {'RELEASED', released, active, math.ceil(coming), waiting(lanes), door}
