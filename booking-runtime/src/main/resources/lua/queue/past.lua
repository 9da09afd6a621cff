-- What was done lately: a list of 'time:people called:people let in', both counted since the epoch
-- began, one entry a step, and none older than needed.
local function remember(called, claims, longest)
  local list = key('past')
  redis.call('RPUSH', list, string.format('%.0f:%.0f:%.0f', now, called, claims))
  local second = redis.call('LINDEX', list, 1)
  while second and tonumber(string.match(second, '^%d+')) <= now - longest do
    redis.call('LPOP', list)
    second = redis.call('LINDEX', list, 1)
  end
end

local function read_past()
  local past = {}
  for _, entry in ipairs(redis.call('LRANGE', key('past'), 0, -1)) do
    local at, called, claims = string.match(entry, '(%d+):(%d+):(%d+)')
    past[#past + 1] = {at = tonumber(at), called = tonumber(called), claims = tonumber(claims)}
  end
  return past
end

-- How much a count has grown since then.
local function grown(past, field, value, since)
  for i = #past, 1, -1 do
    if past[i].at <= since then
      return value - past[i][field]
    end
  end
  return value
end

-- How many may be called without one being served sooner than they were told to ask again. Promises
-- are 'milliseconds:people' with commas between: whoever had more people ahead sleeps so long. Those
-- of an earlier configuration are kept as long as somebody may sleep by them.
local function reach(past, called, promises, longest)
  local queue = key('queue')
  local known = redis.call('HMGET', queue, 'promises', 'promisesBefore', 'promisesAt')
  if known[1] ~= promises then
    known = {promises, known[1] or '', now}
    redis.call('HSET', queue, 'promises', known[1], 'promisesBefore', known[2], 'promisesAt', now)
  end
  local all = promises
  if now - known[3] < longest then
    all = all .. ',' .. known[2]
  end
  local most = math.huge
  for span, people in string.gmatch(all, '(%d+):(%d+)') do
    most = math.min(most, people - grown(past, 'called', called, now - span))
  end
  return most
end
