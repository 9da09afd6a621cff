-- All keys of the event share its hash tag; the epoch is part of each name.
local prefix = string.sub(KEYS[1], 1, -6) .. ARGV[1] .. ':'

local function key(name)
  return prefix .. name
end

local clock = redis.call('TIME')
-- Milliseconds since 1970 on the one clock that deadlines use.
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
