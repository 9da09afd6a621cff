-- 2... pairs of index and owner
redis.call('HSET', key('owners'), unpack(ARGV, 2))
return {'BUILT'}
