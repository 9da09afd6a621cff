-- How far the process's clock is ahead of PostgreSQL's, and, in the leader's row, events that Kafka has not got yet (at most 1000
-- are counted). A sale does not open with clocks apart, and does not end with events unsent.
ALTER TABLE runtime_status
  ADD COLUMN clock_ahead_ms bigint NOT NULL DEFAULT 0,
  ADD COLUMN outbox_unsent  bigint NOT NULL DEFAULT 0;
