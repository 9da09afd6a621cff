-- PostgreSQL says that the order owns the seats and paid. 3 order, 4... indexes
local mine = 'o' .. ARGV[3]
local wrote = false
settled(ARGV[3])
for i = 4, #ARGV do
  local index = tonumber(ARGV[i])
  local holder = owner(index)
  local others = holder and string.sub(holder, 1, 1) == 'o' and holder ~= mine
  if not others and not (holder == mine and state(index) == SOLD) then
    change(index, SOLD, mine)
    wrote = true
  end
end
if wrote then
  changed()
end
return {'OK'}
