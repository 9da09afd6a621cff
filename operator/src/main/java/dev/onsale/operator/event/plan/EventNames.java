package dev.onsale.operator.event.plan;

/** Names of an event's Kubernetes objects; see docs/architecture.md. */
public final class EventNames {

  private EventNames() {}

  /** The Secret that the pods mount. */
  public static String runtimeSecret(String event) {
    return event + "-runtime";
  }

  public static String config(String event) {
    return event + "-config";
  }

  public static String ownerSecret(String event) {
    return event + "-owner";
  }

  /** Secret that people make where the platform says {@code FromSecret}. */
  public static String credentials(String event) {
    return event + "-credentials";
  }

  public static String seatsPrefix(String event) {
    return event + "-seats-";
  }
}
