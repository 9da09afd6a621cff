-- Writes the waiting room of an epoch that is not in force yet.
-- 2 tail, 3 cutoff, 4 first place that may still claim less one, 5 peak, 6 claim timeout in milliseconds
redis.call('HSET', key('queue'), 'tail', ARGV[2], 'cutoff', ARGV[3], 'passed', ARGV[4], 'recent', ARGV[4],
  'answered', ARGV[3], 'peak', ARGV[5], 'clock', 0, 'tickAt', now)
if tonumber(ARGV[3]) > tonumber(ARGV[4]) then
  -- Whose session was lost with Redis claims again; nobody's turn passes for it.
  local window = string.format('%.0f:%.0f:%.0f:%.0f', ARGV[4] + 1, ARGV[3], now, ARGV[6])
  redis.call('RPUSH', key('open-windows'), window)
  redis.call('RPUSH', key('recent-windows'), window)
  redis.call('RPUSH', key('windows'), window)
  redis.call('HSET', key('queue'), 'windows', 1)
end
return {'BUILT'}
