-- The epoch on record, run id and clock of the very process that answers: in a cluster INFO by itself
-- would ask any node, a script asks the one that holds KEYS[1].
local recorded = redis.call('HMGET', KEYS[1], 'number', 'runId')
local runId = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local clock = redis.call('TIME')
return {'RECORDED', recorded[1] or '0', recorded[2] or '', runId or '',
  clock[1] * 1000 + math.floor(clock[2] / 1000)}
