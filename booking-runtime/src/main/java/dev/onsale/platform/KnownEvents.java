package dev.onsale.platform;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.lifecycle.Periodic;
import dev.onsale.runtime.EventServices;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code events.json}, read again every second: the operator adds and removes events. While it
 * cannot be read the last good one stays in force.
 */
final class KnownEvents extends Periodic {
  private static final Logger log = LoggerFactory.getLogger(KnownEvents.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final ConfigFolder folder;
  private volatile EventServices current;

  /** Reads the file once; fails when that first read does. */
  KnownEvents(ConfigFolder folder) {
    super("known-events", INTERVAL);
    this.folder = folder;
    this.current = folder.events();
  }

  /** The Services that may answer for an event; none if the platform has no such event. */
  List<String> services(String namespace, String event) {
    return current.services().getOrDefault(namespace + "/" + event, List.of());
  }

  @Override
  protected void step() {
    current = folder.events();
  }

  @Override
  protected void tell(RuntimeException failure) {
    log.warn(
        "{}; the {} events known so far stay in force",
        failure.getMessage(),
        current.services().size());
  }
}
