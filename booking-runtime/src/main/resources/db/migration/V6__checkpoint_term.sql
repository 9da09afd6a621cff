-- Which leader stored the checkpoint: a former one must not put an older state in a newer one's place.
ALTER TABLE queue_checkpoint ADD COLUMN term bigint NOT NULL DEFAULT 0;
