-- Version, counts, the free units of each standing section, then the bits of all seats.
local counts = redis.call('HMGET', key('counts'), 'free', 'held', 'sold', 'blocked')
local reply = {'SEATS', redis.call('GET', key('version')) or '0'}
for i = 1, 4 do
  reply[#reply + 1] = counts[i] or '0'
end
reply[#reply + 1] = redis.call('GET', key('seats')) or ''
for _, section in ipairs(standing) do
  reply[#reply + 1] = redis.call('HGET', key('counts'), 'free:' .. section.first) or '0'
end
return reply
