package dev.onsale.booking.settlement;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.config.UnusableConfigException;
import dev.onsale.booking.lifecycle.CommandLogging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code settle}: what the operator runs in its own namespace for an event whose pods are gone.
 * Reads {@code config/boot.json}, {@code secrets/logins.json} and certificates.
 */
public final class SettleCommand {

  private SettleCommand() {}

  /**
   * Settles; whoever started it bounds the time.
   *
   * @return the process's exit code: 0 when nothing is open any more, else 1 after one clear line
   */
  public static int run() {
    ConfigurableApplicationContext logging = CommandLogging.start();
    Logger log = LoggerFactory.getLogger(SettleCommand.class);
    try (Settlement settlement = Settlement.open(ConfigFolder.fromEnvironment())) {
      settlement.run();
      log.info("nothing is open any more");
      return 0;
    } catch (UnusableConfigException failure) {
      log.error("cannot settle: {}", failure.getMessage());
      return 1;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      logging.close();
    }
  }
}
