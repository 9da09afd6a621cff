-- To how many more people places are called now; a pure function of what was found. What is steered
-- is who comes, not how far the cutoff is: places that nobody claims are walked over at speed.
--   most, active  sessions allowed, sessions there are
--   door          people whose turn it is, who came, found no room and ask again
--   coming        people called lately who may still come; each counts the less the longer ago it was
--   share         of the people called lately, how many came: 0 to 1
--   flow          people let in during the last notice, the time within which who is there answers
--   paced         people the rate lets in during the next notice
--   patient       people the rate lets in while one may be asked to wait at the door
--   free, held    seats
--   reach         people who can be called without one being served sooner than the poll table said
local DOOR_MOST, DOOR_LEAST, SHARE_LEAST = 0.1, 0.02, 0.02
local DESERTED, HURRY = 0.1, 2

local function how_many(house)
  local room = house.most - house.active
  -- So many wait at the door that a slot is taken the moment it comes free, also while leaders change.
  -- It is never more than the rate lets in during a notice.
  local reserve = math.min(DOOR_MOST * house.most, math.max(DOOR_LEAST * house.most, house.flow), house.paced)
  local share = math.max(SHARE_LEAST, house.share)
  -- Whoever is called may come: behind a block of places that nobody claims, everybody does. Inside of
  -- one, at most so many times as many wait at the door when it ends.
  local hurry = share < DESERTED and HURRY or 1
  local prudent = (math.min(room, house.patient) + reserve - house.door) * hurry - house.coming
  local paced = (math.min(room, house.paced) + reserve - house.door) / share - house.coming
  -- As many visitors as there are seats they could still get; and as long as seats are free, somebody
  -- is on the way to them, however many sessions sit idle.
  local seats = math.max(house.free, house.free + house.held - house.active) - house.door
  local justified = seats / share - house.coming
  return math.floor(math.min(prudent, paced, justified, house.reach))
end

-- How much somebody counts who was called so long ago and has not come: nearly everybody who comes at
-- all comes in the first half of a notice.
local function still_coming(age, notice)
  return math.max(0, 1 - age / notice)
end
