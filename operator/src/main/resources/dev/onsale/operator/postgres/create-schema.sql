-- Runs once for an event, in the transaction that also created its roles.
-- ${schema}, ${owner} and ${login} are derived from a hash and need no quoting.
CREATE SCHEMA ${schema} AUTHORIZATION ${owner};
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
  created_at    timestamptz NOT NULL DEFAULT now()
);
RESET ROLE;
