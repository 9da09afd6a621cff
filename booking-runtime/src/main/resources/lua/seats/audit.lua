-- Seats as they are shown: 3 the first, a multiple of four, 4 how many. Their bits, then of each that has an
-- owner its index, the owner, and whether that one is known: a hold with a deadline, or a conversion of which
-- nobody reported what became of it.
local from, count = tonumber(ARGV[3]), tonumber(ARGV[4])
local indexes = {}
for i = 1, count do
  indexes[i] = from + i - 1
end
local last_byte = math.floor((from + count - 1) / 4)
local reply = {'SEATS', redis.call('GETRANGE', key('seats'), from / 4, last_byte)}
for i, whose in ipairs(redis.call('HMGET', key('owners'), unpack(indexes))) do
  if whose then
    local kind, id = string.sub(whose, 1, 1), string.sub(whose, 2)
    local known = redis.call('ZSCORE', key(kind == 'h' and 'deadlines' or 'conversions'), id)
    reply[#reply + 1] = indexes[i]
    reply[#reply + 1] = whose
    reply[#reply + 1] = known and 1 or 0
  end
end
return reply
