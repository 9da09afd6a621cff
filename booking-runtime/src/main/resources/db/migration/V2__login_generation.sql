-- Which generation of the event's logins a process uses; the operator ends the older one by it.
ALTER TABLE runtime_status ADD COLUMN key_generation bigint NOT NULL DEFAULT 0;
