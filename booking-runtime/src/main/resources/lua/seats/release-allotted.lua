-- The allotment's time is over: its seats are everybody's. 3... indexes
local waiting = {}
for i = 3, #ARGV do
  local index = tonumber(ARGV[i])
  if redis.call('HDEL', key('allotted'), index) == 1 and state(index) == WITHHELD then
    waiting[#waiting + 1] = index
  end
end
change_all(waiting, FREE)
changed()
return {'RELEASED', #waiting}
