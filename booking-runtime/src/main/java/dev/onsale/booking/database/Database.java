package dev.onsale.booking.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import dev.onsale.booking.config.LoggedIn;
import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.runtime.RuntimeLogins;
import dev.onsale.runtime.RuntimeLogins.Login;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The event's schema, through a small pool of connections. Every wait is bounded: 3 s for a
 * connection, 3 s for a lock, 5 s for a statement, 10 s for an answer on the wire.
 *
 * <p>While PostgreSQL is away, calls throw {@link StoreUnavailableException}.
 */
public final class Database implements LoggedIn, AutoCloseable {
  /** Connections a process may have, the sandbox provider's own one included. */
  public static final int CONNECTIONS_PER_PROCESS = 4;

  private static final String LIMITS =
      "-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000";

  private final Pool pool;
  private final JdbcClient sql;
  private final TransactionTemplate transactions;

  private Database(Pool pool) {
    this.pool = pool;
    this.sql = JdbcClient.create(pool);
    this.transactions = new TransactionTemplate(new DataSourceTransactionManager(pool));
    transactions.setTimeout(10);
  }

  /**
   * Opens the pool without waiting for PostgreSQL, so that a process starts while it is away.
   *
   * @param name shown in PostgreSQL's {@code pg_stat_activity} and in the metrics
   * @param connections at most that many, and twice as many for a moment when logins change
   * @param meters for the pool's metrics
   */
  public static Database open(
      String name,
      Address address,
      Login login,
      int connections,
      @Nullable MetricsTrackerFactory meters) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(address.url());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(3_000);
    config.setValidationTimeout(2_000);
    config.setKeepaliveTime(60_000);
    config.setMaxLifetime(1_800_000);
    config.setInitializationFailTimeout(-1);
    address.encryption().forEach(config::addDataSourceProperty);
    config.addDataSourceProperty("ApplicationName", name);
    config.addDataSourceProperty("connectTimeout", "3");
    config.addDataSourceProperty("socketTimeout", "10");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("options", LIMITS);
    return new Database(new Pool(config, login, meters));
  }

  @Override
  public void changeTo(RuntimeLogins logins) {
    pool.changeTo(logins.postgres());
  }

  /** Statements; to be used inside {@link #transaction} or {@link #ask}. */
  public JdbcClient sql() {
    return sql;
  }

  /**
   * Runs {@code work} in one READ COMMITTED transaction; an exception rolls it back.
   *
   * @throws StoreUnavailableException when PostgreSQL is away; what became of the commit is unknown
   */
  public <T> T transaction(Function<TransactionStatus, T> work) {
    return ask(() -> Objects.requireNonNull(transactions.execute(work::apply)));
  }

  /**
   * Runs single statements, or joins the transaction of this thread.
   *
   * @throws StoreUnavailableException when PostgreSQL is away
   */
  public <T> T ask(Supplier<T> statements) {
    try {
      return statements.get();
    } catch (RuntimeException failure) {
      if (!TransactionSynchronizationManager.isActualTransactionActive()
          && StoreFailures.away(failure)) {
        throw new StoreUnavailableException("PostgreSQL", StoreFailures.reason(failure), failure);
      }
      throw failure;
    }
  }

  /** True when a connection could be had and answered just now. */
  public boolean reachable() {
    try {
      return ask(() -> sql.sql("SELECT 1").query(Integer.class).single()) == 1;
    } catch (StoreUnavailableException away) {
      return false;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
