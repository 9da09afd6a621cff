-- Counts somebody who registers for the draw, however often they do; who they are is not stored.
-- 2 buyer, 3 opens, 4 closes: on the clock here, so that no process registers anybody late
if now < tonumber(ARGV[3]) then
  return {'EARLY', ARGV[3] - now}
end
if now >= tonumber(ARGV[4]) then
  return {'LATE'}
end
redis.call('PFADD', key('registered'), ARGV[2])
return {'REGISTERED'}
