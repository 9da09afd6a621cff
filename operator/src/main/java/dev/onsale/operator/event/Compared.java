package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.Delivery;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.ForeignField;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.operator.event.surroundings.Surroundings;
import dev.onsale.operator.optional.OptionalKind;
import dev.onsale.operator.optional.OptionalObjects;
import dev.onsale.operator.optional.Presence;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.scaling.ScalingPolicy;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers of each event by what its objects were compared last and needed nothing. An event is
 * looked at twice a minute, mostly to hear from its pods; rendering and comparing a dozen objects
 * each time would keep a core busy with a few hundred events. Whoever changes an object changes its
 * version, and then, as after every change of what it is rendered from and every ten minutes in any
 * case, all are compared again.
 */
public final class Compared {

  private static final Duration AGAIN = Duration.ofMinutes(10);
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          ConfigMap.class,
          ServiceAccount.class,
          Deployment.class,
          Service.class,
          HorizontalPodAutoscaler.class,
          PodDisruptionBudget.class,
          GenericKubernetesResource.class);

  /**
   * All that the objects are rendered from, and those that stand.
   *
   * @param generation of the event's spec
   * @param platform the platform's uid and generation
   * @param seatMap digest of the seat map
   * @param allowRoll value of annotation {@code onsale.dev/allow-roll}
   * @param versions of the objects that stand
   */
  record Sight(
      long generation,
      String platform,
      String seatMap,
      EventKeys keys,
      ScalingPolicy scaling,
      List<ComponentPlan> components,
      boolean frozen,
      boolean engineMissing,
      @Nullable String allowRoll,
      Map<OptionalKind, Presence> served,
      Set<String> versions) {}

  /**
   * What comparing found out besides.
   *
   * @param secrets versions of the event's Secrets by name; they are not watched
   */
  record Outcome(
      Surroundings.Result around, List<ForeignField> foreign, Map<String, String> secrets) {}

  private record Known(Sight sight, Outcome outcome, Instant until) {}

  private final OptionalObjects optional;
  private final Clock clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  public Compared(OptionalObjects optional, Clock clock) {
    this.optional = optional;
    this.clock = clock;
  }

  /**
   * What is seen now; empty where objects may change without a change of anything seen, as while
   * colours are exchanged.
   */
  Optional<Sight> sight(
      TicketEvent event, Intake.Asked.Valid asked, EventPlan wanted, Context<TicketEvent> context) {
    if (wanted.platform().delivery().strategy() == Delivery.Strategy.BlueGreen) {
      return Optional.empty();
    }
    Map<OptionalKind, Presence> served = new EnumMap<>(OptionalKind.class);
    for (OptionalKind kind : OptionalKind.values()) {
      served.put(kind, optional.presence(kind));
    }
    Set<String> versions = new HashSet<>();
    for (Class<? extends HasMetadata> kind : KINDS) {
      context.getSecondaryResourcesAsStream(kind).map(Compared::version).forEach(versions::add);
    }
    var platform = asked.platform().getMetadata();
    return Optional.of(
        new Sight(
            event.getMetadata().getGeneration(),
            platform.getUid() + "/" + platform.getGeneration(),
            wanted.seats().digest(),
            wanted.keys(),
            wanted.scaling(),
            wanted.components(),
            wanted.frozen(),
            wanted.engineMissing(),
            EventLabels.annotation(event, EventLabels.ALLOW_ROLL),
            served,
            versions));
  }

  /** What comparing would find out; empty if it is not certain that nothing has to be done. */
  Optional<Outcome> outcome(TicketEvent event, Sight sight, KubernetesClient client) {
    Known last = known.get(event.getMetadata().getUid());
    return last != null
            && last.sight().equals(sight)
            && clock.instant().isBefore(last.until())
            && stand(last.outcome().secrets(), event.getMetadata().getNamespace(), client)
        ? Optional.of(last.outcome())
        : Optional.empty();
  }

  private static boolean stand(
      Map<String, String> secrets, String namespace, KubernetesClient client) {
    return secrets.entrySet().stream()
        .allMatch(
            secret -> {
              Secret found =
                  client.secrets().inNamespace(namespace).withName(secret.getKey()).get();
              return found != null
                  && secret.getValue().equals(found.getMetadata().getResourceVersion());
            });
  }

  /** All objects were compared at this sight, and the API server refused none. */
  void remember(String uid, Sight sight, Outcome outcome) {
    known.put(uid, new Known(sight, outcome, clock.instant().plus(AGAIN)));
  }

  /** The event is gone, or its objects are not what was asked for. */
  void forget(String uid) {
    known.remove(uid);
  }

  private static String version(HasMetadata object) {
    var metadata = object.getMetadata();
    return object.getKind() + "/" + metadata.getName() + "@" + metadata.getResourceVersion();
  }
}
