-- 2 number of lanes. Windows, those that are over, peak, registered, sessions, the time, people called
-- and let in during the last minute, then of each lane tail, cutoff, passed and gaps
local state = redis.call('HMGET', key('queue'), 'windows', 'peak', 'pace', 'claimPace')
local reply = {'QUEUE', state[1] or '0', redis.call('LLEN', key('results')), state[2] or '0', registered(),
  active_sessions(), now, state[3] or '0', state[4] or '0'}
for lane = 0, ARGV[2] - 1 do
  local places = redis.call('HMGET', key('queue'), 'tail:' .. lane, 'cutoff:' .. lane,
    'passed:' .. lane, 'gaps:' .. lane)
  for i = 1, 3 do
    reply[#reply + 1] = places[i] or '0'
  end
  reply[#reply + 1] = places[4] or ''
end
return reply
