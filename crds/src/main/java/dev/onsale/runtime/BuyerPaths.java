package dev.onsale.runtime;

import java.util.List;
import java.util.Optional;

/** Which role answers which of an event's paths. */
public final class BuyerPaths {

  /**
   * Requests whose path is {@code prefix}, or below it, unless a longer prefix fits too.
   *
   * @param prefix without a slash at the end
   */
  public record Prefix(String prefix, Role role) {}

  /** Where a platform's webhooks arrive, for whatever event; the provider's name follows. */
  public static final String PLATFORM_WEBHOOKS = "/v1/payments/webhooks";

  private BuyerPaths() {}

  /** Where an event's API begins. */
  public static String base(String namespace, String event) {
    return "/v1/events/%s/%s".formatted(namespace, event);
  }

  /** Where a payment provider's webhooks for the event arrive; the provider's name follows. */
  public static String webhooks(String namespace, String event) {
    return base(namespace, event) + "/payments/webhooks/";
  }

  /** The longest prefixes first. */
  public static List<Prefix> of(String namespace, String event) {
    String base = base(namespace, event);
    return List.of(new Prefix(base + "/queue", Role.Queue), new Prefix(base, Role.Booking));
  }

  /** The role that answers a request's path; empty for a path of no event, or of another one. */
  public static Optional<Role> role(String namespace, String event, String path) {
    return of(namespace, event).stream()
        .filter(known -> path.equals(known.prefix()) || path.startsWith(known.prefix() + "/"))
        .map(Prefix::role)
        .findFirst();
  }
}
