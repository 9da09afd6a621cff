-- Counts those who register for the draw, however often they do; who they are is not stored.
-- 2 opens, 3 closes: on the clock here, so that no process registers anybody late; from 4 on buyers
if now < tonumber(ARGV[2]) then
  return {'EARLY', ARGV[2] - now}
end
if now >= tonumber(ARGV[3]) then
  return {'LATE'}
end
for at = 4, #ARGV do
  redis.call('PFADD', key('registered'), ARGV[at])
end
return {'REGISTERED', ARGV[1]}
