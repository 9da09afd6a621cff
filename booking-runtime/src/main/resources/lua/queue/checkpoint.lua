-- What an epoch after this one needs to know. 2 '1' with who was let in, who is at the door and who is
-- inside, 3... the lanes' kinds
local people = ARGV[2] == '1'
local queue = redis.call('HMGET', key('queue'), 'peak', 'clock')
local reply = {'CHECKPOINT', queue[1] or '0', registered(), queue[2] or '0'}

local function add(list)
  reply[#reply + 1] = #list
  for _, value in ipairs(list) do
    reply[#reply + 1] = value
  end
end

for i = 3, #ARGV do
  local lane = i - 3
  local door = redis.call('HMGET', key('queue'), 'tail:' .. lane, 'cutoff:' .. lane, 'passed:' .. lane,
    'gaps:' .. lane)
  local passed = tonumber(door[3] or '0')
  for _, value in ipairs({door[1] or '0', door[2] or '0', door[3] or '0', door[4] or ''}) do
    reply[#reply + 1] = value
  end
  -- Claims of the places whose windows are open: of the others only who came in time may claim.
  if not people then
    add({})
  elseif ARGV[i] == 'F' then
    local range = redis.call('ZRANGEBYSCORE', key(CLAIMED.set), '(' .. string.format('%.0f', passed), '+inf',
      'WITHSCORES')
    local claims = {}
    for at = 2, #range, 2 do
      claims[#claims + 1] = range[at]
    end
    add(claims)
  else
    -- Whoever began again after a loss may be beyond the cutoff.
    local first = math.floor((passed + 1) / 8)
    add({first, redis.call('GETRANGE', bits_key(CLAIMED, lane), first, -1)})
  end
end
add(redis.call('LRANGE', key('open-windows'), 0, -1))
if not people then
  return reply
end
add(redis.call('ZRANGE', key('door'), 0, -1))

local live = {}
local ids = redis.call('HGETALL', key('session-ids'))
for at = 1, #ids, 2 do
  local ends = redis.call('ZSCORE', key('sessions'), ids[at])
  if ends and tonumber(ends) > now then
    live[#live + 1] = ids[at + 1]
    live[#live + 1] = ends
  end
end
local lost = redis.call('HGETALL', key('lost'))
for at = 1, #lost, 2 do
  if tonumber(lost[at + 1]) > now then
    live[#live + 1] = lost[at]
    live[#live + 1] = lost[at + 1]
  end
end
add(live)
return reply
