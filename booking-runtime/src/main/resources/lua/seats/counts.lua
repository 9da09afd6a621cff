local counts = redis.call('HMGET', key('counts'), 'free', 'held', 'sold', 'blocked')
return {'COUNTS', counts[1] or '0', counts[2] or '0', counts[3] or '0', counts[4] or '0'}
