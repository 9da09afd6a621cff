-- Up to which number each lane may give places; PostgreSQL knows of it by now. 2... by lane
for i = 2, #ARGV do
  redis.call('HSET', key('queue'), 'ceiling:' .. (i - 2), ARGV[i])
end
return {'RAISED'}
