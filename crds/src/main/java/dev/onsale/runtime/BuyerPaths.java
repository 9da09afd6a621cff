package dev.onsale.runtime;

import java.util.List;

/** Which role answers which of an event's paths. */
public final class BuyerPaths {

  /**
   * Requests whose path is {@code prefix}, or below it, unless a longer prefix fits too.
   *
   * @param prefix without a slash at the end
   */
  public record Prefix(String prefix, Role role) {}

  private BuyerPaths() {}

  /** Where an event's API begins. */
  public static String base(String namespace, String event) {
    return "/v1/events/%s/%s".formatted(namespace, event);
  }

  /** The longest prefixes first. */
  public static List<Prefix> of(String namespace, String event) {
    String base = base(namespace, event);
    return List.of(new Prefix(base + "/queue", Role.Queue), new Prefix(base, Role.Booking));
  }
}
