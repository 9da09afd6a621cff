-- A hold past its deadline reads as expired, reaped or not.
local live, ends, seats = known_hold(attach)
local reply = {'HOLD', live, ends}
each(seats, function(index)
  reply[#reply + 1] = index
end)
return reply
