package dev.onsale.booking.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.runtime.RuntimeLogins.Login;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Connections of one login, exchanged for another's without failing whoever holds or awaits one:
 * new connections come from the new pool, and the old pool closes when its last one is returned.
 */
final class Pool extends AbstractDataSource implements AutoCloseable {
  /** Longer than a transaction may take. */
  private static final Duration DRAIN = Duration.ofSeconds(15);

  private static final long LOOK_MILLIS = 20;

  private final HikariConfig settings;
  private final String name;
  private final @Nullable MetricsTrackerFactory meters;
  private volatile Open open;
  private int changes;

  private record Open(Login login, HikariDataSource source) {}

  /**
   * Opens without waiting for PostgreSQL.
   *
   * @param settings all but name, user and password
   */
  Pool(HikariConfig settings, Login login, @Nullable MetricsTrackerFactory meters) {
    this.settings = settings;
    this.name = settings.getPoolName();
    this.meters = meters;
    this.open = open(login);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Open used = open;
    try {
      return used.source().getConnection();
    } catch (SQLException closed) {
      if (used != open) {
        return open.source().getConnection();
      }
      throw closed;
    }
  }

  /** The user is the pool's own. */
  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }

  /**
   * Changes over; nothing uses the old login when it returns.
   *
   * @throws StoreUnavailableException when PostgreSQL does not take the new one
   */
  synchronized void changeTo(Login login) {
    Open old = open;
    if (old.login().equals(login)) {
      return;
    }
    changes++;
    Open next = open(login);
    try (Connection proof = next.source().getConnection()) {
      proof.isValid(2);
    } catch (SQLException refused) {
      changes--;
      next.source().close();
      throw new StoreUnavailableException(
          "PostgreSQL", "it does not take login " + login.username(), refused);
    }
    open = next;
    drain(old.source());
    old.source().close();
  }

  private Open open(Login login) {
    HikariConfig config = new HikariConfig();
    settings.copyStateTo(config);
    // Two pools stand side by side for a moment; their meters must not be one another's.
    config.setPoolName(changes % 2 == 0 ? name : name + "-b");
    config.setUsername(login.username());
    config.setPassword(login.password());
    config.setMetricsTrackerFactory(meters);
    return new Open(login, new HikariDataSource(config));
  }

  private static void drain(HikariDataSource source) {
    var pool = source.getHikariPoolMXBean();
    long deadline = System.nanoTime() + DRAIN.toNanos();
    try {
      while (pool != null
          && pool.getActiveConnections() + pool.getThreadsAwaitingConnection() > 0
          && System.nanoTime() < deadline) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    open.source().close();
  }
}
