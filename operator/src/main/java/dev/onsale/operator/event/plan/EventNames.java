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

  public static String seatsPrefix(String event) {
    return event + "-seats-";
  }
}
