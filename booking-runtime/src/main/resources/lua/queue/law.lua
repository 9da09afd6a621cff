-- To how many people places are released now; a pure function of what was found.
-- Who has not come by now is most likely not coming: a place counts as on its way only for a while,
-- else each no-show would keep a seat or a slot empty for the whole claim timeout. The claim itself
-- never lets in more than there is room for.
local function how_many(house)
  -- As many visitors inside as there are seats they could still get; and as long as seats are free,
  -- somebody is on the way to them, however many sessions sit idle.
  local justified = math.max(house.free, house.free + house.held - house.active) - house.coming
  return math.floor(math.min(house.most - house.active - house.coming, justified, house.allowance))
end

-- What the rate allows by now: never more than a second's worth at once.
local function allowance_after(before, milliseconds, per_minute)
  return math.min(math.max(1, per_minute / 60), before + milliseconds * per_minute / 60000)
end
