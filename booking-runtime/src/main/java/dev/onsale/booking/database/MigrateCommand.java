package dev.onsale.booking.database;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.config.UnusableConfigException;
import dev.onsale.booking.lifecycle.CommandLogging;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code migrate}: what the init container runs, as the schema's owner, before the process that
 * sells. Reads {@code config/boot.json} and {@code owner/postgres-password}.
 */
public final class MigrateCommand {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private MigrateCommand() {}

  /**
   * Migrates.
   *
   * @return the process's exit code: 0 when the schema is up to date, else 1 after one clear line
   */
  public static int run() {
    ConfigurableApplicationContext logging = CommandLogging.start();
    Logger log = LoggerFactory.getLogger(MigrateCommand.class);
    try {
      ConfigFolder folder = ConfigFolder.fromEnvironment();
      new Migrations(Address.ofOwner(folder.boot(), folder), folder.ownerPassword(), PATIENCE)
          .run();
      return 0;
    } catch (MigrationFailed | UnusableConfigException failure) {
      log.error("migration failed: {}", failure.getMessage());
      return 1;
    } finally {
      logging.close();
    }
  }
}
