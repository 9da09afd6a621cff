-- The books of one event. Runs as the owner role, in the event's schema; the login gets DML only.
-- Money is in minor units, times are PostgreSQL's own.

-- One row per process, read by the operator: see docs/architecture.md.
CREATE TABLE runtime_status (
  process              text PRIMARY KEY,
  updated_at           timestamptz NOT NULL,
  config_generation    bigint NOT NULL,
  leader               boolean NOT NULL,
  phase                text NOT NULL,
  capacity             integer NOT NULL,
  free                 integer NOT NULL,
  held                 integer NOT NULL,
  sold                 integer NOT NULL,
  blocked              integer NOT NULL,
  inventory_consistent boolean NOT NULL,
  waiting              bigint NOT NULL,
  sessions             integer NOT NULL,
  sessions_peak        integer NOT NULL,
  orders_confirmed     bigint NOT NULL,
  detail               text NOT NULL DEFAULT ''
);

-- One life of the event's Redis data. Order writers lock the row shared, a rebuild exclusively.
CREATE TABLE epoch (
  one          boolean PRIMARY KEY DEFAULT true CHECK (one),
  n            bigint NOT NULL,
  redis_run_id text NOT NULL,
  minted_at    timestamptz NOT NULL DEFAULT now()
);
INSERT INTO epoch (n, redis_run_id) VALUES (0, '');

-- What a new epoch needs to know of the waiting room. Not in the epoch row: it is written each
-- second, and order writers hold that row's lock.
CREATE TABLE queue_checkpoint (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  epoch   bigint NOT NULL,
  state   text NOT NULL,
  at      timestamptz NOT NULL DEFAULT now()
);

-- Who may act for all: fenced by term, which grows with every change of holder.
CREATE TABLE lease (
  name       text PRIMARY KEY,
  holder     text NOT NULL,
  term       bigint NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE TABLE orders (
  id                uuid PRIMARY KEY,
  buyer             text NOT NULL,             -- the identity the cookie or token proves
  hold              text NOT NULL UNIQUE,      -- a hold becomes one order at most
  state             text NOT NULL
    CHECK (state IN ('PENDING', 'AUTHORIZED', 'CONFIRMED', 'EXPIRED', 'CANCELLED')),
  currency          text NOT NULL,
  total             bigint NOT NULL CHECK (total >= 0),
  accept_equivalent boolean NOT NULL,
  created_at        timestamptz NOT NULL DEFAULT now(),
  expires_at        timestamptz NOT NULL,
  changed_at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_of_buyer ON orders (buyer, created_at);
CREATE INDEX orders_to_expire ON orders (expires_at) WHERE state = 'PENDING';
CREATE INDEX orders_changed ON orders (changed_at);

-- What an order is for. Stays when the order ends, unlike the claim.
CREATE TABLE order_seats (
  order_id   uuid NOT NULL REFERENCES orders,
  seat_index integer NOT NULL,
  label      text NOT NULL,
  tier       text NOT NULL,
  price      bigint NOT NULL CHECK (price >= 0),
  PRIMARY KEY (order_id, seat_index)
);

-- I1: a seat (or standing unit) has at most one owner. A row goes when its order ends unpaid.
CREATE TABLE seat_claims (
  seat_index integer PRIMARY KEY,
  order_id   uuid NOT NULL REFERENCES orders,
  sold       boolean NOT NULL DEFAULT false,
  FOREIGN KEY (order_id, seat_index) REFERENCES order_seats
);
CREATE INDEX seat_claims_of_order ON seat_claims (order_id);

-- I10: nobody owns more tickets than the cap; an order takes one slot of its buyer per seat.
CREATE TABLE buyer_slots (
  buyer    text NOT NULL,
  slot     integer NOT NULL CHECK (slot >= 1),
  order_id uuid NOT NULL REFERENCES orders,
  PRIMARY KEY (buyer, slot)
);
CREATE INDEX buyer_slots_of_order ON buyer_slots (order_id);

-- The only place of e-mail addresses.
CREATE TABLE buyer_contacts (
  order_id uuid PRIMARY KEY REFERENCES orders,
  email    text NOT NULL
);

-- One row per try to pay. The request's idempotency key lives here: its answer is this row's state.
CREATE TABLE payment_attempts (
  order_id        uuid NOT NULL REFERENCES orders,
  number          integer NOT NULL CHECK (number >= 1),
  provider        text NOT NULL,
  method          text NOT NULL,
  amount          bigint NOT NULL,
  currency        text NOT NULL,
  state           text NOT NULL CHECK (state IN
    ('OPEN', 'AUTHORIZED', 'CAPTURED', 'DECLINED', 'VOIDED', 'REFUNDED', 'OWED')),
  idempotency_key text NOT NULL,
  body_hash       text NOT NULL,
  opened_at       timestamptz NOT NULL DEFAULT now(),
  changed_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (order_id, number),
  UNIQUE (order_id, idempotency_key)
);
CREATE UNIQUE INDEX payment_attempts_one_open ON payment_attempts (order_id)
  WHERE state IN ('OPEN', 'AUTHORIZED');
CREATE UNIQUE INDEX payment_attempts_one_paid ON payment_attempts (order_id)
  WHERE state = 'CAPTURED';
CREATE INDEX payment_attempts_undecided ON payment_attempts (changed_at)
  WHERE state IN ('OPEN', 'AUTHORIZED', 'OWED');

CREATE TABLE tickets (
  id         uuid PRIMARY KEY,
  order_id   uuid NOT NULL,
  seat_index integer NOT NULL UNIQUE,
  issued_at  timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (order_id, seat_index) REFERENCES order_seats
);
CREATE INDEX tickets_of_order ON tickets (order_id);

-- Written in the transaction of the change it tells of, sent to Kafka afterwards.
CREATE TABLE outbox (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id uuid NOT NULL UNIQUE,
  topic    text NOT NULL,
  key      text NOT NULL,
  type     text NOT NULL,
  data     jsonb NOT NULL,
  at       timestamptz NOT NULL DEFAULT now(),
  sent_at  timestamptz
);
CREATE INDEX outbox_unsent ON outbox (id) WHERE sent_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;

-- Which order a request with this key made; the answer is rendered from it.
CREATE TABLE idempotency_keys (
  buyer     text NOT NULL,
  route     text NOT NULL,
  key       text NOT NULL,
  body_hash text NOT NULL,
  order_id  uuid NOT NULL REFERENCES orders,
  at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (buyer, route, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (at);

-- The Sandbox provider's own books. Think of them as another company's: no foreign keys from or
-- to ours, its own connection, its own transactions.
CREATE TABLE sandbox_payments (
  key        text PRIMARY KEY,
  method     text NOT NULL,
  amount     bigint NOT NULL,
  currency   text NOT NULL,
  state      text NOT NULL
    CHECK (state IN ('AUTHORIZED', 'CAPTURED', 'DECLINED', 'VOIDED', 'REFUNDED')),
  changed_at timestamptz NOT NULL DEFAULT now()
);
