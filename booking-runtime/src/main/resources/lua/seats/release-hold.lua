-- What was lost need not be held again to be given back, but must not come back.
local live = known_hold(function() return note_hold('released') end)
if live == 'converted' then
  return {'CONVERTED'}
end
if live == 'live' then
  release(id, 'released')
end
return {'RELEASED'}
