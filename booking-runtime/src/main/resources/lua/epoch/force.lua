-- Puts epoch ARGV[1], written to the Redis process ARGV[2], in force unless a later one is.
local number = tonumber(redis.call('HGET', KEYS[1], 'number') or '0')
if number > tonumber(ARGV[1]) then
  return {'LATE'}
end
redis.call('HSET', KEYS[1], 'number', ARGV[1], 'runId', ARGV[2])
return {'FORCED'}
