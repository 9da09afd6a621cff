-- The epoch on record and the run id of the very process that answers: in a cluster INFO by itself
-- would ask any node, a script asks the one that holds KEYS[1].
local recorded = redis.call('HMGET', KEYS[1], 'number', 'runId')
local runId = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
return {'RECORDED', recorded[1] or '0', recorded[2] or '', runId or ''}
