-- Writes the seats of an epoch that is not in force yet.
-- 2 bits, 3 free, 4 held, 5 sold, 6 blocked, 7... standing sections as FIRST, NEXT, FREE
redis.call('SET', key('seats'), ARGV[2])
redis.call('SET', key('version'), 0)
redis.call('DEL', key('changes'))
redis.call('HSET', key('counts'), 'free', ARGV[3], 'held', ARGV[4], 'sold', ARGV[5], 'blocked', ARGV[6])
for i = 7, #ARGV, 3 do
  redis.call('HSET', key('standing-next'), ARGV[i], ARGV[i + 1])
  redis.call('HSET', key('counts'), 'free:' .. ARGV[i], ARGV[i + 2])
end
return {'BUILT'}
