-- How many registered for the draw, about; 'crowd' are those counted before Redis was lost.
local function registered()
  local before = tonumber(redis.call('HGET', key('queue'), 'crowd') or '0')
  return before + redis.call('PFCOUNT', key('registered'))
end
