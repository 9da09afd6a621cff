package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** How an event's work is spread over Deployments. */
public enum Topology {
  /** One Deployment does everything. */
  Single,
  /** Waiting room, booking and worker apart. */
  Split,
  Unsupported;

  @JsonCreator
  static Topology of(String name) {
    return Given.name(values(), name, Unsupported);
  }
}
