-- Writes the waiting room of an epoch that is not in force yet; claims and lost sessions were written.
-- 2 peak, 3 registered, 4 house clock, 5 milliseconds for lost sessions to begin again, 6 shortest time an
-- open window stays so in milliseconds, 7 the leader's term, 8 number of lanes, of each tail, ceiling,
-- cutoff, passed, gaps, then windows as 'from:to:deadline:lane'
local clock, shortest, lanes = tonumber(ARGV[4]), tonumber(ARGV[6]), tonumber(ARGV[8])
redis.call('HSET', key('queue'), 'peak', ARGV[2], 'crowd', ARGV[3], 'clock', clock, 'tickAt', now,
  'attachUntil', now + ARGV[5], 'term', ARGV[7])
for lane = 0, lanes - 1 do
  local at = 9 + 5 * lane
  redis.call('HSET', key('queue'), 'tail:' .. lane, ARGV[at], 'ceiling:' .. lane, ARGV[at + 1],
    'cutoff:' .. lane, ARGV[at + 2], 'passed:' .. lane, ARGV[at + 3], 'gaps:' .. lane, ARGV[at + 4])
end
for at = 9 + 5 * lanes, #ARGV do
  local from, to, deadline, lane = string.match(ARGV[at], '(%d+):(%d+):(%d+):(%d+)')
  -- Who was kept out by the loss has time to come back.
  open_window(lane, from, to, math.max(tonumber(deadline), clock + shortest))
end
-- Nobody is on the way whom the old epoch released.
redis.call('DEL', key('new-windows'))
return {'BUILT'}
