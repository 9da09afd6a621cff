-- What changed after a version. 3 version, 4 at most so many versions: to read more of them would cost
-- more than to read all seats.
local since, most = tonumber(ARGV[3]), tonumber(ARGV[4])
local version = tonumber(redis.call('GET', key('version')) or '0')
if since == version then
  return {'SAME', version}
end
if since >= 0 and since < version and version - since <= most then
  local entries = redis.call('XRANGE', key('changes'), since + 1, '+')
  -- Each version has one entry: fewer say that the log does not reach back so far.
  if #entries == version - since then
    local packed = {}
    for i, entry in ipairs(entries) do
      packed[i] = entry[2][2]
    end
    local oldest = string.match(entries[1][1], '%-(%d+)$')
    return {'CHANGES', version, now - oldest, table.concat(packed)}
  end
end
return {'SEATS', version, redis.call('GET', key('seats')) or ''}
