-- The door: people whose turn it is, who came and found no room, by when they asked last. They are
-- never more than were called and not let in.
local function at_door(since)
  return redis.call('ZCOUNT', key('door'), '(' .. since, '+inf')
end

-- What the token bucket holds: never more than a second's worth of claims at once.
local function tokens(bucket, at, per_minute)
  return math.min(math.max(1, per_minute / 60), bucket + math.max(0, now - at) * per_minute / 60000)
end
