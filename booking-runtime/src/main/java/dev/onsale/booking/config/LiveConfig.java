package dev.onsale.booking.config;

import dev.onsale.booking.lifecycle.Periodic;
import dev.onsale.runtime.RuntimeLive;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code live.json}, read again every second. While the file cannot be read the last good one stays
 * in force, and one line says so.
 */
public final class LiveConfig extends Periodic implements Supplier<RuntimeLive> {
  private static final Logger log = LoggerFactory.getLogger(LiveConfig.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final ConfigFolder folder;
  private volatile RuntimeLive current;

  /** Reads the file once; fails when that first read does. */
  public LiveConfig(ConfigFolder folder) {
    super("live-config", INTERVAL);
    this.folder = folder;
    this.current = folder.live();
  }

  @Override
  public RuntimeLive get() {
    return current;
  }

  @Override
  protected void step() {
    RuntimeLive read = folder.live();
    if (read.generation() != current.generation()) {
      log.info("live configuration of generation {} in force", read.generation());
    }
    current = read;
  }

  @Override
  protected void tell(RuntimeException failure) {
    log.warn("{}; generation {} stays in force", failure.getMessage(), current.generation());
  }
}
