-- tail, cutoff, passed, clock, windows, recent, peak, then sessions and the time
local state = redis.call('HMGET', key('queue'), 'tail', 'cutoff', 'passed', 'clock', 'windows', 'recent', 'peak')
local reply = {'QUEUE'}
for i = 1, 7 do
  reply[#reply + 1] = state[i] or '0'
end
reply[#reply + 1] = active_sessions()
reply[#reply + 1] = now
return reply
