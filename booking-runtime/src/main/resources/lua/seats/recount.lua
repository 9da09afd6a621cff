-- Compares what is counted with the seats' bits and mends it. 3 seats in the house. Names what was wrong.
local bits, capacity = redis.call('GET', key('seats')) or '', tonumber(ARGV[3])
local wrong = {'RECOUNTED'}

local function two_bits(byte, place)
  return math.floor(byte / 4 ^ (3 - place)) % 4
end

local function put_right(name, right)
  local counted = redis.call('HGET', key('counts'), name)
  if counted ~= tostring(right) then
    redis.call('HSET', key('counts'), name, right)
    wrong[#wrong + 1] = name .. ' counted ' .. (counted or 'not at all') .. ' instead of ' .. right
  end
end

local bytes, seats = {}, {[0] = capacity - 4 * #bits, 0, 0, 0}
for at = 1, #bits do
  local byte = string.byte(bits, at)
  bytes[byte] = (bytes[byte] or 0) + 1
end
for byte, times in pairs(bytes) do
  for place = 0, 3 do
    local bit = two_bits(byte, place)
    seats[bit] = seats[bit] + times
  end
end
for bit = 0, 3 do
  put_right(COUNTED[bit], seats[bit])
end

-- Units below the next one are given out again from a list; one that is not in it would be lost for ever.
for _, section in ipairs(standing) do
  local next_unit = tonumber(redis.call('HGET', key('standing-next'), section.first) or '-1')
  if next_unit < section.first then
    next_unit = section.first
    redis.call('HSET', key('standing-next'), section.first, next_unit)
    wrong[#wrong + 1] = 'section of seat ' .. section.first .. ' had no next unit'
  end
  local free, below = 0, {}
  for index = section.first, section.last do
    if two_bits(string.byte(bits, math.floor(index / 4) + 1) or 0, index % 4) == FREE then
      free = free + 1
      if index < next_unit then
        below[#below + 1] = index
      end
    end
  end
  put_right('free:' .. section.first, free)
  local list = key('standing-free:' .. section.first)
  if redis.call('LLEN', list) < #below then
    redis.call('DEL', list)
    for _, index in ipairs(below) do
      redis.call('RPUSH', list, index)
    end
    wrong[#wrong + 1] = 'section of seat ' .. section.first .. ' missed free units'
  end
end
return wrong
