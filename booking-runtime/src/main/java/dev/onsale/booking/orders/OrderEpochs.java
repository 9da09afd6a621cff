package dev.onsale.booking.orders;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.epoch.Epoch;
import dev.onsale.booking.epoch.EpochStore;
import dev.onsale.booking.worker.Lease;

/**
 * The epoch row that order writers share. Minting updates it, so it waits for every writer of the
 * epoch that ends, and no writer of that epoch can commit afterwards.
 */
public final class OrderEpochs implements EpochStore {
  private final Database database;

  public OrderEpochs(Database database) {
    this.database = database;
  }

  @Override
  public Epoch current() {
    return database.ask(
        () ->
            database
                .sql()
                .sql(
                    "SELECT n, redis_run_id, coalesce(state, '') AS state"
                        + " FROM epoch LEFT JOIN queue_checkpoint ON true")
                .query(
                    (row, i) ->
                        row.getLong("n") == 0
                            ? Epoch.NONE
                            : new Epoch(
                                row.getLong("n"),
                                row.getString("redis_run_id"),
                                row.getString("state")))
                .single());
  }

  @Override
  public Epoch mint(long previous, String redisRunId, long leaseTerm) {
    database.ask(
        () ->
            database
                .sql()
                .sql(
                    """
                    UPDATE epoch SET n = n + 1, redis_run_id = :runId, minted_at = now()
                    WHERE n = :previous AND NOT EXISTS
                      (SELECT 1 FROM lease WHERE name = :lease AND term > :term)
                    """)
                .param("runId", redisRunId)
                .param("previous", previous)
                .param("lease", Lease.NAME)
                .param("term", leaseTerm)
                .update());
    return current();
  }

  /** Shares the epoch's row, so that minting waits for it and reads what it wrote. */
  @Override
  public boolean checkpoint(long epoch, long leaseTerm, String state) {
    if (state.length() > MOST) {
      throw new IllegalArgumentException(
          "a checkpoint of " + state.length() + " characters; it has at most " + MOST);
    }
    return database.ask(
            () ->
                database
                    .sql()
                    .sql(
                        """
                        INSERT INTO queue_checkpoint (epoch, term, state)
                        SELECT n, :term, :state FROM epoch WHERE n = :epoch FOR SHARE
                        ON CONFLICT (one) DO UPDATE
                        SET epoch = excluded.epoch, term = excluded.term, state = excluded.state,
                          at = now()
                        WHERE queue_checkpoint.epoch <= excluded.epoch
                          AND queue_checkpoint.term <= excluded.term
                        """)
                    .param("epoch", epoch)
                    .param("term", leaseTerm)
                    .param("state", state)
                    .update())
        == 1;
  }
}
