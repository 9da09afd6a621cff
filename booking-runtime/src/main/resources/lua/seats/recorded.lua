-- 3 order
settled(ARGV[3])
return {'OK'}
