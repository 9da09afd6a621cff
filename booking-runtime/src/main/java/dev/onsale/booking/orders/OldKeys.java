package dev.onsale.booking.orders;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.worker.LeaderTask;
import java.time.Duration;

/** Forgets idempotency keys after 24 h, at most 1,000 a minute. */
final class OldKeys implements LeaderTask {
  private final Database database;

  OldKeys(Database database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "idempotency-keys";
  }

  @Override
  public Duration interval() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void run(long term) {
    database.ask(
        () ->
            database
                .sql()
                .sql(
                    """
                    DELETE FROM idempotency_keys WHERE (buyer, route, key) IN
                      (SELECT buyer, route, key FROM idempotency_keys
                       WHERE at < now() - interval '24 hours' LIMIT 1000)
                    """)
                .update());
  }
}
