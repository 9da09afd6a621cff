package dev.onsale.operator.event.plan;

/** Names of an event's Kubernetes objects; see docs/architecture.md. */
public final class EventNames {

  private EventNames() {}

  /** Deployment, Service, ServiceAccount, and the Secret that the runtime mounts. */
  public static String runtime(String event) {
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
