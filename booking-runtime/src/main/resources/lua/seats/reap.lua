-- 3 at most so many
return {'REAPED', reap(tonumber(ARGV[3]))}
