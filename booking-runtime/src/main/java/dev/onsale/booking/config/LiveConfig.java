package dev.onsale.booking.config;

import dev.onsale.runtime.RuntimeLive;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code live.json}, read again every second. While the file cannot be read the last good one stays
 * in force, and one line says so.
 */
public final class LiveConfig implements Supplier<RuntimeLive>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveConfig.class);
  private static final long INTERVAL_MILLIS = 1_000;

  private final ConfigFolder folder;
  private final Thread reader;
  private volatile RuntimeLive current;
  private boolean broken;

  /** Reads the file once; fails when that first read does. */
  public LiveConfig(ConfigFolder folder) {
    this.folder = folder;
    this.current = folder.live();
    this.reader = Thread.ofVirtual().name("live-config").start(this::keepReading);
  }

  @Override
  public RuntimeLive get() {
    return current;
  }

  @Override
  public void close() {
    reader.interrupt();
  }

  private void keepReading() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(INTERVAL_MILLIS);
        reread();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void reread() {
    try {
      RuntimeLive read = folder.live();
      if (broken || read.generation() != current.generation()) {
        log.info("live configuration of generation {} in force", read.generation());
      }
      current = read;
      broken = false;
    } catch (UnusableConfigException e) {
      if (!broken) {
        log.warn("{}; generation {} stays in force", e.getMessage(), current.generation());
      }
      broken = true;
    }
  }
}
