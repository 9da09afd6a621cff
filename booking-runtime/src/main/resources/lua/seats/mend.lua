-- Shows seats as PostgreSQL has them, each if it is still as it was found. From 3 on groups of five: index,
-- state and owner as they were found, state and owner as they should be; nobody's owner is empty.
local mended = 0
for i = 3, #ARGV, 5 do
  local index, found, whose = tonumber(ARGV[i]), tonumber(ARGV[i + 1]), ARGV[i + 2]
  local to, heir = tonumber(ARGV[i + 3]), ARGV[i + 4]
  local converting = heir == '' and redis.call('ZSCORE', key('conversions'), string.sub(whose, 2))
  if state(index) == found and (owner(index) or '') == whose and not converting then
    change(index, to, heir ~= '' and heir or nil)
    mended = mended + 1
  end
end
changed()
return {'MENDED', mended}
