package dev.onsale.booking.status;

import dev.onsale.booking.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The table {@code runtime_status}. */
final class StatusRows {
  private static final String WRITE =
      """
      INSERT INTO runtime_status (process, updated_at, config_generation, leader, phase, capacity,
        free, held, sold, blocked, inventory_consistent, waiting, sessions, sessions_peak,
        orders_confirmed, detail, key_generation, draw_commitment, draw_seed, clock_ahead_ms, outbox_unsent)
      VALUES (:process, clock_timestamp(), :generation, :leader, :phase, :capacity, :free, :held,
        :sold, :blocked, :consistent, :waiting, :sessions, :peak, :confirmed, :detail, :keys,
        :commitment, :seed, :ahead,
        CASE WHEN :leader THEN
          (SELECT count(*) FROM (SELECT 1 FROM outbox WHERE sent_at IS NULL LIMIT 1000) AS unsent)
        ELSE 0 END)
      ON CONFLICT (process) DO UPDATE SET
        updated_at = excluded.updated_at, config_generation = excluded.config_generation,
        leader = excluded.leader, phase = excluded.phase, capacity = excluded.capacity,
        free = excluded.free, held = excluded.held, sold = excluded.sold,
        blocked = excluded.blocked, inventory_consistent = excluded.inventory_consistent,
        waiting = excluded.waiting, sessions = excluded.sessions,
        sessions_peak = greatest(runtime_status.sessions_peak, excluded.sessions_peak),
        orders_confirmed = excluded.orders_confirmed, detail = excluded.detail,
        clock_ahead_ms = excluded.clock_ahead_ms, outbox_unsent = excluded.outbox_unsent,
        key_generation = excluded.key_generation,
        draw_commitment = excluded.draw_commitment, draw_seed = excluded.draw_seed
      """;

  /** A slower answer does not tell what time it was there. */
  private static final Duration PROMPT = Duration.ofMillis(500);

  private final Database database;
  private volatile long aheadMillis;

  StatusRows(Database database) {
    this.database = database;
  }

  void write(ProcessStatus status) {
    compareClocks();
    database.ask(
        () ->
            database
                .sql()
                .sql(WRITE)
                .param("process", status.process())
                .param("generation", status.configGeneration())
                .param("leader", status.leader())
                .param("phase", status.phase())
                .param("capacity", status.inventory().capacity())
                .param("free", status.inventory().free())
                .param("held", status.inventory().held())
                .param("sold", status.inventory().sold())
                .param("blocked", status.inventory().blocked())
                .param("consistent", status.inventoryConsistent())
                .param("waiting", status.queue().waiting())
                .param("sessions", status.queue().sessions())
                .param("peak", status.queue().sessionsPeak())
                .param("confirmed", status.ordersConfirmed())
                .param("detail", status.detail())
                .param("keys", status.keyGeneration())
                .param("commitment", status.drawCommitment())
                .param("seed", status.drawSeed())
                .param("ahead", aheadMillis)
                .update());
  }

  /**
   * How far this process's clock is ahead of PostgreSQL's; the last answer stands if one is slow.
   */
  private void compareClocks() {
    Instant before = Instant.now();
    Instant theirs =
        database.ask(
            () ->
                database
                    .sql()
                    .sql("SELECT clock_timestamp()")
                    .query(OffsetDateTime.class)
                    .single()
                    .toInstant());
    Duration took = Duration.between(before, Instant.now());
    if (took.compareTo(PROMPT) <= 0) {
      aheadMillis = Duration.between(theirs, before.plus(took.dividedBy(2))).toMillis();
    }
  }

  long ordersConfirmed() {
    return database.ask(
        () ->
            database
                .sql()
                .sql("SELECT count(*) FROM orders WHERE state = 'CONFIRMED'")
                .query(Long.class)
                .single());
  }

  /**
   * Removes rows of processes that wrote nothing for an hour; the operator ignored them long ago.
   */
  void forgetTheDead() {
    database.ask(
        () ->
            database
                .sql()
                .sql("DELETE FROM runtime_status WHERE updated_at < now() - interval '1 hour'")
                .update());
  }
}
