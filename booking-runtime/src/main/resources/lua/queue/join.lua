-- A place is the next number of the lane, from 1; nothing else is stored for it. 2 lane
return {'JOINED', redis.call('HINCRBY', key('queue'), 'tail:' .. ARGV[2], 1)}
