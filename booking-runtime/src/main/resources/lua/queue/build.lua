-- Writes the waiting room of an epoch that is not in force yet.
-- 2 peak, 3 registered, 4 claim timeout in milliseconds, then of each lane tail, cutoff and the first
-- place that may still claim less one
redis.call('HSET', key('queue'), 'peak', ARGV[2], 'crowd', ARGV[3], 'clock', 0, 'tickAt', now)
for at = 5, #ARGV, 3 do
  local lane, cutoff, claimable = (at - 5) / 3, tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  redis.call('HSET', key('queue'), 'tail:' .. lane, ARGV[at], 'cutoff:' .. lane, ARGV[at + 1],
    'passed:' .. lane, ARGV[at + 2], 'recent:' .. lane, ARGV[at + 2])
  if cutoff > claimable then
    -- Whose session was lost with Redis claims again; nobody's turn passes for it.
    open_window(lane, claimable + 1, cutoff, ARGV[4])
  end
end
-- Nobody is on the way whom the old epoch released.
redis.call('DEL', key('new-windows'))
return {'BUILT'}
