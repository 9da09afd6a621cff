-- A place is the next number, from 1; nothing else is stored for it.
return {'JOINED', redis.call('HINCRBY', key('queue'), 'tail', 1)}
