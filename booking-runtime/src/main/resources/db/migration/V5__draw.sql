-- One draw an event; a retained schema may hold those of events before it. Known to nobody outside
-- until the seed is there: then all of it is published. Texts are hex.
CREATE TABLE draw (
  event_uid          text PRIMARY KEY,
  secret             bytea NOT NULL CHECK (octet_length(secret) = 32),
  commitment         text NOT NULL CHECK (commitment = encode(sha256(secret), 'hex')),
  committed_at       timestamptz NOT NULL DEFAULT now(),
  seed               text,
  beacon             text,
  signature          text,
  previous_signature text,
  drawn_at           timestamptz
);

-- A commitment stands, whoever asks.
CREATE FUNCTION keep_draw() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.seed IS NULL AND NEW.secret = OLD.secret
     AND NEW.commitment = OLD.commitment AND NEW.event_uid = OLD.event_uid THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the draw of event % was committed to and is not changed', OLD.event_uid;
END
$$;
CREATE TRIGGER keep_draw BEFORE UPDATE OR DELETE ON draw
  FOR EACH ROW EXECUTE FUNCTION keep_draw();

-- What the operator publishes of it.
ALTER TABLE runtime_status
  ADD COLUMN draw_commitment text,
  ADD COLUMN draw_seed       text;
