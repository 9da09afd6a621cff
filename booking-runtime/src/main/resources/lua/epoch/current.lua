-- Begins every script of the event. KEYS[1] is the epoch's key and routes to the event's hash slot;
-- ARGV[1] is the epoch the caller believes in.
if redis.call('HGET', KEYS[1], 'number') ~= ARGV[1] then
  return {'STALE'}
end
