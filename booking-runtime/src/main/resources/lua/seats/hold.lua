-- Holds all seats or none.
-- 3 hold, 4 buyer, 5 session, 6 idempotency key, 7 hash of the body, 8 milliseconds, 9 cap per buyer,
-- 10 opens, 11 closes, 12 first index of the standing section or empty, 13 quantity, 14... indexes
local hold, buyer, session = ARGV[3], ARGV[4], ARGV[5]
local seen, body = key('same:' .. buyer .. ':' .. ARGV[6]), ARGV[7]
local opens, closes = tonumber(ARGV[10]), tonumber(ARGV[11])
local quantity = tonumber(ARGV[13])
local DAY, HOUR = 86400000, 3600000

local before = redis.call('HMGET', seen, 'body', 'hold')
if before[1] then
  if before[1] ~= body then
    return {'OTHER_BODY'}
  end
  return {'SAME', before[2]}
end

local till = redis.call('ZSCORE', key('sessions'), buyer)
if not till or tonumber(till) <= now or redis.call('HGET', key('session-ids'), buyer) ~= session then
  return {'NO_SESSION'}
end
if now < opens or now >= closes then
  return {'NOT_OPEN'}
end

reap(32)

local held = 0
for _, count in ipairs(redis.call('HVALS', key('holds-of:' .. buyer))) do
  held = held + tonumber(count)
end
if held + quantity > tonumber(ARGV[9]) then
  return {'CAP', held}
end

local seats = {}
if ARGV[12] == '' then
  local taken = {'TAKEN'}
  for i = 14, #ARGV do
    local index = tonumber(ARGV[i])
    if state(index) ~= FREE then
      taken[#taken + 1] = index
    end
    seats[#seats + 1] = index
  end
  if #taken > 1 then
    return taken
  end
  for _, index in ipairs(seats) do
    change(index, HELD, 'h' .. hold)
  end
else
  local first = tonumber(ARGV[12])
  local section = standing_section(first)
  local free = tonumber(redis.call('HGET', key('counts'), 'free:' .. first))
  if free < quantity then
    return {'FEW', free}
  end
  while #seats < quantity do
    -- Units that came back go first; entries whose unit was taken meanwhile are skipped.
    local index = redis.call('LPOP', key('standing-free:' .. first))
    if not index then
      index = redis.call('HINCRBY', key('standing-next'), first, 1) - 1
    end
    index = tonumber(index)
    if index > section.last then
      return redis.error_reply('standing section ' .. first .. ' has fewer units than its count')
    end
    if state(index) == FREE then
      change(index, HELD, 'h' .. hold)
      seats[#seats + 1] = index
    end
  end
end

local deadline = now + tonumber(ARGV[8])
redis.call('HSET', key('hold:' .. hold), 'buyer', buyer, 'state', 'live', 'deadline', deadline,
  'seats', table.concat(seats, ','))
redis.call('PEXPIREAT', key('hold:' .. hold), deadline + HOUR)
redis.call('ZADD', key('deadlines'), deadline, hold)
redis.call('HSET', key('holds-of:' .. buyer), hold, quantity)
redis.call('PEXPIRE', key('holds-of:' .. buyer), DAY)
redis.call('HSET', seen, 'body', body, 'hold', hold)
redis.call('PEXPIRE', seen, DAY)
changed()
return {'HELD', hold, deadline, now, unpack(seats)}
