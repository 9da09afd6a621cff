package dev.onsale.operator.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.onsale.operator.stores.Circuit;
import dev.onsale.operator.stores.StoreFailure;
import dev.onsale.operator.stores.Trust;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;

/**
 * Connections to the platforms' databases: at most four a platform, however many events there are.
 * Connecting takes at most 5 s, a statement at most 10 s.
 */
public final class PostgresConnections implements AutoCloseable {

  private static final int MAXIMUM_POOL_SIZE = 4;
  private static final int CONNECT_SECONDS = 5;
  private static final int STATEMENT_SECONDS = 10;
  private static final long IDLE_MILLIS = 60_000;

  /** Work on one connection. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private final Circuit circuit;
  private final Map<String, Pool> pools = new HashMap<>();

  private record Pool(PostgresAccount account, HikariDataSource source) {}

  /**
   * @param errors counts calls that failed
   */
  public PostgresConnections(LongAdder errors) {
    circuit = new Circuit(errors);
  }

  /**
   * Runs work on a pooled connection, auto-commit.
   *
   * @throws StoreFailure if the database does not answer or refuses; at once, if it did not answer
   *     within the last seconds
   */
  public <T> T with(PostgresAccount account, Work<T> work) {
    if (!account.shared()) {
      return withFreshLogin(account, work);
    }
    circuit.check(account.address());
    try (Connection connection = pool(account).getConnection()) {
      circuit.answered(account.address());
      return work.on(connection);
    } catch (SQLException | PoolInitializationException e) {
      throw circuit.failed(account.address(), SqlFailures.classify(account, e));
    }
  }

  /**
   * Runs work in one transaction, which is rolled back unless the work returns.
   *
   * @throws StoreFailure if the database does not answer or refuses
   */
  public <T> T inTransaction(PostgresAccount account, Work<T> work) {
    return with(
        account,
        connection -> {
          connection.setAutoCommit(false);
          try {
            T result = work.on(connection);
            connection.commit();
            return result;
          } finally {
            // After a commit this ends an empty transaction; after a failure it undoes all.
            connection.rollback();
            connection.setAutoCommit(true);
          }
        });
  }

  /**
   * Logs in without a pool, and out again: tells a wrong password from an unreachable server, and
   * asks also a server that did not answer just now.
   *
   * @throws StoreFailure if that fails
   */
  public <T> T withFreshLogin(PostgresAccount account, Work<T> work) {
    Properties properties = new Properties();
    properties.setProperty("user", account.username());
    properties.setProperty("password", account.password());
    settings(account).forEach(properties::setProperty);
    try (Connection connection = DriverManager.getConnection(account.url(), properties)) {
      circuit.answered(account.address());
      return work.on(connection);
    } catch (SQLException e) {
      throw circuit.failed(account.address(), SqlFailures.classify(account, e));
    }
  }

  private synchronized HikariDataSource pool(PostgresAccount account) {
    String place = account.address();
    Pool pool = pools.get(place);
    if (pool != null && pool.account().equals(account)) {
      return pool.source();
    }
    if (pool != null) {
      pool.source().close();
    }
    HikariDataSource source = open(account);
    pools.put(place, new Pool(account, source));
    return source;
  }

  private static HikariDataSource open(PostgresAccount account) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("platform-" + account.host());
    config.setJdbcUrl(account.url());
    config.setUsername(account.username());
    config.setPassword(account.password());
    config.setMaximumPoolSize(MAXIMUM_POOL_SIZE);
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE_MILLIS);
    config.setConnectionTimeout(CONNECT_SECONDS * 1000L);
    // The pool opens also while the database is away; each use reports its own failure.
    config.setInitializationFailTimeout(-1);
    settings(account).forEach(config::addDataSourceProperty);
    return new HikariDataSource(config);
  }

  private static Map<String, String> settings(PostgresAccount account) {
    Map<String, String> settings = new HashMap<>(encryption(account.trust()));
    settings.put("ApplicationName", "onsale-operator");
    settings.put("loginTimeout", String.valueOf(CONNECT_SECONDS));
    settings.put("connectTimeout", String.valueOf(CONNECT_SECONDS));
    settings.put("socketTimeout", String.valueOf(2 * STATEMENT_SECONDS));
    settings.put("options", "-c statement_timeout=" + STATEMENT_SECONDS + "s -c lock_timeout=5s");
    return settings;
  }

  private static Map<String, String> encryption(Trust trust) {
    String authority = trust.authority();
    return switch (trust.level()) {
      case Plain -> Map.of("sslmode", "disable");
      case Encrypted -> Map.of("sslmode", "require");
      case Verified ->
          authority == null
              ? Map.of(
                  "sslmode", "verify-full",
                  "sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory")
              : Map.of(
                  "sslmode",
                  "verify-full",
                  "sslfactory",
                  PlatformAuthority.class.getName(),
                  "sslfactoryarg",
                  authority);
    };
  }

  @Override
  public synchronized void close() {
    pools.values().forEach(pool -> pool.source().close());
    pools.clear();
  }
}
