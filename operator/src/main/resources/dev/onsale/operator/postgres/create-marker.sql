-- Runs once for an event, in the transaction that also made its schema.
-- ${schema} is derived from a hash and needs no quoting.
SET LOCAL ROLE ${owner};
COMMENT ON SCHEMA ${schema} IS '${comment}';
CREATE TABLE ${schema}.onsale_marker (
  one           boolean PRIMARY KEY DEFAULT true CHECK (one),
  cluster_id    text NOT NULL,
  event_uid     text NOT NULL,
  namespace     text NOT NULL,
  name          text NOT NULL,
  map_digest    text NOT NULL,
  first_opening timestamptz NOT NULL,
  login_generation integer NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT now()
);
RESET ROLE;
