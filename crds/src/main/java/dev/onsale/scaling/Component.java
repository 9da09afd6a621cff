package dev.onsale.scaling;

import dev.onsale.api.v1alpha1.Topology;
import dev.onsale.runtime.Role;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One workload of an event: pods that have the same roles. */
public enum Component {
  /** Topology {@code Single}: every role in one pod. */
  Single("runtime", EnumSet.allOf(Role.class)),
  Queue("queue", EnumSet.of(Role.Queue)),
  Booking("booking", EnumSet.of(Role.Booking)),
  Worker("worker", EnumSet.of(Role.Worker));

  private final String word;
  private final Set<Role> roles;

  Component(String word, Set<Role> roles) {
    this.word = word;
    this.roles = Collections.unmodifiableSet(roles);
  }

  /** The components of a topology; none for one that is not supported. */
  public static List<Component> of(Topology topology) {
    return switch (topology) {
      case Single -> List.of(Single);
      case Split -> List.of(Queue, Booking, Worker);
      case Unsupported -> List.of();
    };
  }

  /** Label {@code app.kubernetes.io/component}, and the end of its objects' names. */
  public String word() {
    return word;
  }

  /** Name of its Deployment, Service, ServiceAccount, autoscaler and disruption budget. */
  public String objectName(String event) {
    return event + "-" + word;
  }

  public Set<Role> roles() {
    return roles;
  }

  /** Whether buyers' requests arrive at it. */
  public boolean serves() {
    return roles.contains(Role.Queue) || roles.contains(Role.Booking);
  }
}
