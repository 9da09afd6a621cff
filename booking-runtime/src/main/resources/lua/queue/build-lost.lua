-- Sessions that were lost with Redis. 2... pairs of a session and its end
redis.call('HSET', key('lost'), unpack(ARGV, 2))
return {'BUILT'}
