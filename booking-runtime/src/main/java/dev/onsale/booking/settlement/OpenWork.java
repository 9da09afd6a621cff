package dev.onsale.booking.settlement;

import dev.onsale.booking.database.Database;

/**
 * What of an event has no outcome yet.
 *
 * @param orders neither confirmed nor given up
 * @param payments neither captured nor given up, or owed
 * @param events that Kafka has not got yet
 */
record OpenWork(long orders, long payments, long events) {

  static OpenWork read(Database database) {
    return database.ask(
        () ->
            database
                .sql()
                .sql(
                    """
                    SELECT
                      (SELECT count(*) FROM orders WHERE state IN ('PENDING', 'AUTHORIZED')),
                      (SELECT count(*) FROM payment_attempts
                        WHERE state IN ('OPEN', 'AUTHORIZED', 'OWED')),
                      (SELECT count(*) FROM outbox WHERE sent_at IS NULL)
                    """)
                .query((row, n) -> new OpenWork(row.getLong(1), row.getLong(2), row.getLong(3)))
                .single());
  }

  boolean none() {
    return orders + payments + events == 0;
  }
}
