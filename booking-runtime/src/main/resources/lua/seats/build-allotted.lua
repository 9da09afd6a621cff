-- Pairs of index and allotment, of seats that are kept. 2... pairs
redis.call('HSET', key('allotted'), unpack(ARGV, 2))
return {'BUILT'}
