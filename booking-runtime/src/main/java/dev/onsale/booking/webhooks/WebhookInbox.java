package dev.onsale.booking.webhooks;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.stores.StoreUnavailableException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Webhooks between their receipt and their follow-up, in PostgreSQL. Calls throw {@link
 * StoreUnavailableException} while it is away.
 */
public final class WebhookInbox {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final int MOST_FORGOTTEN = 1_000;

  private final Database database;

  /** However many webhooks come at once, buyers keep the other connections. */
  private final Semaphore connection = new Semaphore(1, true);

  public WebhookInbox(Database database) {
    this.database = database;
  }

  /**
   * Webhooks of one payment that are to be followed up together: one look answers them all.
   *
   * @param ids ascending
   */
  public record Waiting(String payment, List<Long> ids) {}

  /**
   * @param waiting not yet followed up
   * @param oldest age of the oldest of them, zero when none waits
   * @param parked of payments that we do not have
   */
  public record Load(long waiting, Duration oldest, long parked) {}

  /** What became of a webhook that was to be kept. */
  public enum Receipt {
    /** It is durable. */
    KEPT,
    /** It is durable since an earlier time. */
    KNOWN,
    /** Too many came at once; nothing was done. */
    BUSY
  }

  /** Keeps a webhook of one of our payments. */
  public Receipt keep(String provider, Webhook webhook, String payment) {
    if (!acquired()) {
      return Receipt.BUSY;
    }
    try {
      int added =
          database.ask(
              () ->
                  database
                      .sql()
                      .sql(
                          "INSERT INTO webhook_inbox (provider, provider_event, type, payment)"
                              + " VALUES (:provider, :event, :type, :payment)"
                              + " ON CONFLICT DO NOTHING")
                      .param("provider", provider)
                      .param("event", webhook.id())
                      .param("type", webhook.type())
                      .param("payment", payment)
                      .update());
      return added == 1 ? Receipt.KEPT : Receipt.KNOWN;
    } finally {
      connection.release();
    }
  }

  /**
   * What is due, in order of arrival. While an order's follow-up is put off, its later webhooks
   * wait behind it.
   *
   * @param limit of webhooks
   */
  List<Waiting> due(int limit) {
    return database.ask(
        () ->
            database
                .sql()
                .sql(
                    """
                    SELECT payment, array_agg(id ORDER BY id) AS ids FROM (
                      SELECT id, payment FROM webhook_inbox AS due
                      WHERE state = 'NEW' AND due_at <= now()
                        AND NOT EXISTS (
                          SELECT FROM webhook_inbox AS earlier
                          WHERE earlier.state = 'NEW' AND earlier.order_ref = due.order_ref
                            AND earlier.id < due.id AND earlier.due_at > now())
                      ORDER BY id LIMIT :limit) AS batch
                    GROUP BY payment ORDER BY min(id)
                    """)
                .param("limit", limit)
                .query(
                    (row, n) ->
                        new Waiting(
                            row.getString("payment"),
                            Arrays.asList((Long[]) row.getArray("ids").getArray())))
                .list());
  }

  /** Joins the transaction of what came of them. */
  void processed(Waiting webhooks) {
    done(webhooks, "PROCESSED");
  }

  /** Of a payment that we do not have: kept for people to look at. */
  void park(Waiting webhooks) {
    done(webhooks, "PARKED");
  }

  /** To be looked at again after 2 s, then 4 s, at last every 5 minutes. */
  void putOff(Waiting webhooks) {
    database.ask(
        () ->
            database
                .sql()
                .sql(
                    "UPDATE webhook_inbox SET tries = tries + 1,"
                        + " due_at = now() + make_interval(secs => least(300, 2 ^ least(tries + 1, 9)))"
                        + " WHERE id = ANY (:ids) AND state = 'NEW'")
                .param("ids", webhooks.ids().toArray(Long[]::new))
                .update());
  }

  /** What is in it now. */
  public Load load() {
    return database.ask(
        () ->
            database
                .sql()
                .sql(
                    """
                    SELECT count(*) FILTER (WHERE state = 'NEW') AS waiting,
                           count(*) FILTER (WHERE state = 'PARKED') AS parked,
                           coalesce(extract(epoch FROM now() - min(received_at)
                             FILTER (WHERE state = 'NEW')), 0) AS age
                    FROM webhook_inbox WHERE state <> 'PROCESSED'
                    """)
                .query(
                    (row, n) ->
                        new Load(
                            row.getLong("waiting"),
                            Duration.ofMillis((long) (row.getDouble("age") * 1000)),
                            row.getLong("parked")))
                .single());
  }

  /** Removes what was done longer ago than this, at most 1,000 a call. */
  int forget(Duration processed, Duration parked) {
    return database.ask(
        () ->
            database
                .sql()
                .sql(
                    """
                    DELETE FROM webhook_inbox WHERE id IN (
                      SELECT id FROM webhook_inbox
                      WHERE (state = 'PROCESSED' AND done_at < now() - make_interval(secs => :processed))
                         OR (state = 'PARKED' AND done_at < now() - make_interval(secs => :parked))
                      LIMIT :limit)
                    """)
                .param("processed", processed.toSeconds())
                .param("parked", parked.toSeconds())
                .param("limit", MOST_FORGOTTEN)
                .update());
  }

  private void done(Waiting webhooks, String state) {
    database.ask(
        () ->
            database
                .sql()
                .sql(
                    "UPDATE webhook_inbox SET state = :state, done_at = now()"
                        + " WHERE id = ANY (:ids) AND state = 'NEW'")
                .param("state", state)
                .param("ids", webhooks.ids().toArray(Long[]::new))
                .update());
  }

  private boolean acquired() {
    try {
      return connection.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
