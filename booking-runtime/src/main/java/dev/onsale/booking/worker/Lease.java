package dev.onsale.booking.worker;

import dev.onsale.booking.database.Database;
import java.time.Duration;
import java.util.Optional;

/**
 * A row in PostgreSQL that one process holds at a time. Its term grows with every new holding, so
 * that what a former holder still writes can be told from what the present one does.
 */
public final class Lease {
  /** The lease of the process that acts for all. */
  public static final String NAME = "leader";

  private final Database database;
  private final String holder;
  private final Duration length;

  /**
   * @param holder unique to this life of this process
   * @param length how long the lease lasts without renewal
   */
  public Lease(Database database, String holder, Duration length) {
    this.database = database;
    this.holder = holder;
    this.length = length;
  }

  /** How long the lease lasts without renewal. */
  public Duration length() {
    return length;
  }

  /**
   * Takes or renews the lease.
   *
   * @return its term while this process holds it
   */
  public Optional<Long> takeOrRenew() {
    return database.ask(
        () ->
            database
                .sql()
                .sql(
                    """
                    INSERT INTO lease AS held (name, holder, term, expires_at)
                    VALUES (:name, :holder, 1,
                            clock_timestamp() + make_interval(secs => :seconds))
                    ON CONFLICT (name) DO UPDATE
                    SET holder = excluded.holder,
                        expires_at = excluded.expires_at,
                        term = CASE WHEN held.holder = excluded.holder
                                      AND held.expires_at >= clock_timestamp()
                               THEN held.term ELSE held.term + 1 END
                    WHERE held.holder = excluded.holder OR held.expires_at < clock_timestamp()
                    RETURNING term
                    """)
                .param("name", NAME)
                .param("holder", holder)
                .param("seconds", length.toMillis() / 1000.0)
                .query(Long.class)
                .optional());
  }

  /** Gives the lease back, so that another process need not wait for its end. */
  public void release() {
    database.ask(
        () ->
            database
                .sql()
                .sql(
                    "UPDATE lease SET expires_at = '-infinity' WHERE name = :name AND holder ="
                        + " :holder")
                .param("name", NAME)
                .param("holder", holder)
                .update());
  }
}
