-- A hold by what its id says: 3 its name, 4 buyer, 5 epoch it was made in, 6 deadline, 7 seats, 8 cap per
-- buyer, 9 the order it becomes.
local id, buyer, made_in = ARGV[3], ARGV[4], tonumber(ARGV[5])
local deadline, named_seats, becomes = tonumber(ARGV[6]), ARGV[7], ARGV[9]

local function note_hold(as)
  redis.call('HSET', key('hold:' .. id), 'buyer', buyer, 'state', as, 'deadline', deadline, 'seats', named_seats)
  redis.call('PEXPIREAT', key('hold:' .. id), deadline + 3600000)
  return as
end

local function all_seats(are)
  local all = true
  each(named_seats, function(index)
    all = all and are(index)
  end)
  return all
end

-- Holds the seats of a hold of an earlier life of Redis again, until the same deadline, if they are free.
local function attach()
  reap(32)
  local held, _, quantity = 0, string.gsub(named_seats, '%d+', '')
  for _, count in ipairs(redis.call('HVALS', key('holds-of:' .. buyer))) do
    held = held + tonumber(count)
  end
  local fits = held + quantity <= tonumber(ARGV[8])
  local function untaken(index)
    -- Whoever held a seat of an allotment had its role.
    return state(index) == FREE
      or state(index) == WITHHELD and redis.call('HEXISTS', key('allotted'), index) == 1
  end
  if not fits or not all_seats(untaken) then
    return note_hold('lost')
  end
  each(named_seats, function(index)
    change(index, HELD, 'h' .. id)
  end)
  redis.call('ZADD', key('deadlines'), deadline, id)
  redis.call('HSET', key('holds-of:' .. buyer), id, quantity)
  redis.call('PEXPIRE', key('holds-of:' .. buyer), 86400000)
  changed()
  return note_hold('live')
end

-- Its state in this epoch, its deadline, its seats, and the order it became. The first who asks for one of
-- an earlier epoch decides what it is in this one.
local function known_hold(first_touch)
  local hold = redis.call('HMGET', key('hold:' .. id), 'state', 'deadline', 'seats', 'order')
  if hold[1] then
    local over = hold[1] == 'live' and tonumber(hold[2]) <= now
    return over and 'expired' or hold[1], hold[2], hold[3], hold[4]
  end
  if made_in >= tonumber(ARGV[1]) then
    return deadline <= now and 'expired' or 'lost', ARGV[6], named_seats
  end
  if all_seats(function(index) return owner(index) == 'o' .. becomes end) then
    redis.call('HSET', key('hold:' .. id), 'order', becomes)
    return note_hold('converted'), ARGV[6], named_seats, becomes
  end
  if deadline <= now then
    return 'expired', ARGV[6], named_seats
  end
  return first_touch(), ARGV[6], named_seats
end
