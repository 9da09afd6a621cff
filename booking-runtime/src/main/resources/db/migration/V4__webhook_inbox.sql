-- What the payment provider told us and we have not followed up yet, and, for some days, what we have. A webhook says only that a
-- payment is worth a look, so nothing of its body is kept.
CREATE TABLE webhook_inbox (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- order of arrival
  provider       text NOT NULL,
  provider_event text NOT NULL,                                    -- the provider's own id: it repeats what was not acknowledged
  type           text NOT NULL,
  payment        text NOT NULL,                                    -- order:attempt
  order_ref      text GENERATED ALWAYS AS (split_part(payment, ':', 1)) STORED,
  state          text NOT NULL DEFAULT 'NEW' CHECK (state IN ('NEW', 'PROCESSED', 'PARKED')),
  tries          integer NOT NULL DEFAULT 0,
  received_at    timestamptz NOT NULL DEFAULT now(),
  due_at         timestamptz NOT NULL DEFAULT now(),
  done_at        timestamptz,
  UNIQUE (provider, provider_event)
);
CREATE INDEX webhook_inbox_new ON webhook_inbox (id) WHERE state = 'NEW';
CREATE INDEX webhook_inbox_new_of_order ON webhook_inbox (order_ref, id) WHERE state = 'NEW';
CREATE INDEX webhook_inbox_open ON webhook_inbox (state, received_at) WHERE state <> 'PROCESSED';
CREATE INDEX webhook_inbox_done ON webhook_inbox (done_at) WHERE state <> 'NEW';
