-- PostgreSQL says that the order lost its seats, or that it never was. 3 order, 4... indexes
local wrote = false
settled(ARGV[3])
for i = 4, #ARGV do
  local index = tonumber(ARGV[i])
  if owner(index) == 'o' .. ARGV[3] then
    change(index, FREE)
    wrote = true
  end
end
if wrote then
  changed()
end
return {'OK'}
