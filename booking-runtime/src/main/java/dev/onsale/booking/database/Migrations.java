package dev.onsale.booking.database;

import dev.onsale.runtime.RuntimeBoot;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the event's schema to this version: what the init container runs, as the owner role.
 *
 * <p>Additive, so that the pods of the previous version go on while it runs. Pods that start
 * together wait for each other at Flyway's advisory lock. The login gets its rights on the tables
 * here ({@code afterMigrate__grants.sql}), since only their owner can give them.
 */
public final class Migrations {
  private static final Logger log = LoggerFactory.getLogger(Migrations.class);
  private static final String HISTORY = "schema_history";

  private final Address address;
  private final RuntimeBoot.Postgres postgres;
  private final String ownerPassword;
  private final Duration patience;

  /**
   * @param patience how long to wait for PostgreSQL before giving up
   */
  public Migrations(Address address, String ownerPassword, Duration patience) {
    this.address = address;
    this.postgres = address.postgres();
    this.ownerPassword = ownerPassword;
    this.patience = patience;
  }

  /**
   * Migrates.
   *
   * @return how many migrations were applied
   * @throws MigrationFailed with the reason and the fix, in words for the event's condition
   */
  public int run() {
    waitForPostgres();
    try {
      int applied =
          Flyway.configure()
              .dataSource(address.url(), postgres.owner(), ownerPassword)
              .jdbcProperties(address.encryption())
              .defaultSchema(postgres.schema())
              .schemas(postgres.schema())
              .createSchemas(false)
              .table(HISTORY)
              .baselineOnMigrate(true)
              .baselineVersion("0")
              .cleanDisabled(true)
              .locations("classpath:db/migration")
              .placeholders(Map.of("login", postgres.login()))
              .load()
              .migrate()
              .migrationsExecuted;
      log.info("schema {} is up to date, {} migrations applied", postgres.schema(), applied);
      return applied;
    } catch (FlywayException failure) {
      throw new MigrationFailed(
          "schema %s could not be migrated as %s: %s"
              .formatted(postgres.schema(), postgres.owner(), failure.getMessage()),
          failure);
    }
  }

  private void waitForPostgres() {
    Instant deadline = Instant.now().plus(patience);
    long pause = 250;
    while (true) {
      try (Connection connection = connect();
          Statement statement = connection.createStatement();
          var schema =
              statement.executeQuery("SELECT to_regnamespace(current_setting('search_path'))")) {
        if (!schema.next() || schema.getString(1) == null) {
          throw new MigrationFailed(
              "schema %s does not exist in database %s; the operator creates it"
                  .formatted(postgres.schema(), postgres.database()),
              null);
        }
        return;
      } catch (SQLException failure) {
        if (!StoreFailures.away(failure) || Instant.now().isAfter(deadline)) {
          throw new MigrationFailed(
              "no connection to %s:%d/%s as %s: %s"
                  .formatted(
                      postgres.host(),
                      postgres.port(),
                      postgres.database(),
                      postgres.owner(),
                      failure.getMessage()),
              failure);
        }
        log.info("PostgreSQL is not there yet, asking again: {}", failure.getMessage());
        rest(pause + ThreadLocalRandom.current().nextLong(pause));
        pause = Math.min(pause * 2, 4_000);
      }
    }
  }

  private static void rest(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new MigrationFailed("interrupted while waiting for PostgreSQL", stop);
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", postgres.owner());
    properties.setProperty("password", ownerPassword);
    address.encryption().forEach(properties::setProperty);
    properties.setProperty("ApplicationName", "onsale-migrate");
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("socketTimeout", "60");
    return DriverManager.getConnection(address.url(), properties);
  }
}
