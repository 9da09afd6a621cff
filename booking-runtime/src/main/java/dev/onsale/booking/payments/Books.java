package dev.onsale.booking.payments;

import dev.onsale.booking.database.Database;

/**
 * Where the money is, in minor units: {@code captured = ticketed + refunded + owed + inFlight} at
 * every moment.
 *
 * @param captured what the sandbox ever took
 * @param ticketed prices of the tickets issued
 * @param refunded what the sandbox returned
 * @param owed taken without an order to pay for, not yet returned
 * @param inFlight taken by the sandbox, not yet recorded by us
 */
public record Books(long captured, long ticketed, long refunded, long owed, long inFlight) {

  /** Reads them in one snapshot. Only the Sandbox lets us look into its books like this. */
  public static Books read(Database database) {
    return database.ask(
        () ->
            database
                .sql()
                .sql(
                    """
                    WITH payments AS (
                      SELECT sandbox.amount, sandbox.state AS theirs, ours.state AS ours
                      FROM sandbox_payments AS sandbox
                      LEFT JOIN payment_attempts AS ours
                        ON sandbox.key = ours.order_id || ':' || ours.number)
                    SELECT
                      coalesce(sum(amount) FILTER (WHERE theirs IN ('CAPTURED', 'REFUNDED')), 0)
                        AS captured,
                      (SELECT coalesce(sum(price), 0) FROM tickets JOIN order_seats
                        USING (order_id, seat_index)) AS ticketed,
                      coalesce(sum(amount) FILTER (WHERE theirs = 'REFUNDED'), 0) AS refunded,
                      coalesce(sum(amount) FILTER (WHERE theirs = 'CAPTURED' AND ours = 'OWED'), 0)
                        AS owed,
                      coalesce(sum(amount) FILTER (WHERE theirs = 'CAPTURED'
                        AND ours IN ('OPEN', 'AUTHORIZED')), 0) AS in_flight
                    FROM payments
                    """)
                .query(
                    (row, n) ->
                        new Books(
                            row.getLong("captured"),
                            row.getLong("ticketed"),
                            row.getLong("refunded"),
                            row.getLong("owed"),
                            row.getLong("in_flight")))
                .single());
  }

  /** Whether nothing is missing. */
  public boolean balance() {
    return captured == ticketed + refunded + owed + inFlight;
  }
}
