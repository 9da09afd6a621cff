-- Standing units below the section's next one that nobody owns. 2 first index, 3... indexes
redis.call('RPUSH', key('standing-free:' .. ARGV[2]), unpack(ARGV, 3))
return {'BUILT'}
