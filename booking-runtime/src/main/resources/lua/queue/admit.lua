-- One step of the release of places; only the leader calls it. Which places: lanes.lua; how many:
-- law.lua.
-- 2 lease term, 3 people a minute, 4 sessions at most, 5 claim timeout in milliseconds, 6 closes,
-- 7 '1' while selling, 8 milliseconds after which a window's sessions are over, 9 milliseconds within
-- which who is there answers, from 10 on the lanes
local queue, term = key('queue'), tonumber(ARGV[2])
local per_minute, most, claim_timeout = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])

local state = redis.call('HMGET', queue, 'term', 'tickAt', 'clock', 'allowance')
for i = 1, 4 do
  state[i] = tonumber(state[i] or '0')
end
local clock, allowance = state[3], state[4]
if state[1] > term then
  return {'FENCED', state[1]}
end
local lanes = read_lanes(10)

reap_sessions(256)
local active = active_sessions()
local open = false
for _, lane in ipairs(lanes) do
  open = open or now >= lane.opens
end
open = open and ARGV[7] == '1' and now < tonumber(ARGV[6])
-- A leader's absence is not held against anybody: the clock stood still.
local passed_time = math.max(0, math.min(1000, now - state[2]))
if open and active < most then
  clock = clock + passed_time
end

walk(key('open-windows'), function(_, deadline) return deadline <= clock end, lanes, 'passed')
walk(key('recent-windows'), function(at) return at <= now - ARGV[8] end, lanes, 'recent')
walk(key('new-windows'), function(at) return at <= now - ARGV[9] end, lanes, 'answered')

local counts = redis.call('HMGET', key('counts'), 'free', 'held')
local on_the_way = coming(lanes)
local released = 0
if open then
  allowance = allowance_after(allowance, passed_time, per_minute)
  released = release(lanes, how_many({most = most, active = active, coming = on_the_way,
    free = tonumber(counts[1] or '0'), held = tonumber(counts[2] or '0'),
    allowance = allowance}), clock + claim_timeout)
  allowance = allowance - released
end
redis.call('HSET', queue, 'term', term, 'tickAt', now, 'clock', clock, 'allowance', allowance)
write_lanes(lanes)
return {'RELEASED', released, active, on_the_way, waiting(lanes)}
