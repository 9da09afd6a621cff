package dev.onsale.runtime;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the payment webhooks of a platform's events go: file {@code events.json} of a process of
 * role {@link Role#PLATFORM}.
 *
 * @param services by {@code namespace/name}: the Services that may answer for the event, the
 *     likelier first; while an event changes its topology the other one does
 */
public record EventServices(Map<String, List<String>> services) {

  /** Port of every event's Service. */
  public static final int PORT = 8080;

  public EventServices {
    // Sorted, so that equal records give equal files.
    services = Collections.unmodifiableMap(new TreeMap<>(services));
  }
}
