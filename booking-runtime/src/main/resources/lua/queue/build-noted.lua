-- Who came or was let in before Redis was lost. 2 'came' or 'claimed', 3 lane, 4 its kind, 5... places
local what, fraction = ARGV[2] == 'came' and CAME or CLAIMED, ARGV[4] == 'F'
for i = 5, #ARGV do
  note(what, ARGV[3], fraction, ARGV[i], 'place ' .. ARGV[i])
end
return {'BUILT'}
