package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.Scaling;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.operator.cluster.Zones;
import dev.onsale.operator.config.BootSettings;
import dev.onsale.operator.event.plan.Autoscaler;
import dev.onsale.operator.event.plan.ComponentPlans;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.optional.OptionalKind;
import dev.onsale.operator.optional.OptionalObjects;
import dev.onsale.operator.optional.Presence;
import dev.onsale.scaling.Component;
import dev.onsale.scaling.ScalingPolicy;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How many pods of which component an event runs now, and what adds more. */
public final class ComponentPlanner {

  private final OptionalObjects optional;
  private final Zones zones;

  public ComponentPlanner(OptionalObjects optional, Zones zones) {
    this.optional = optional;
    this.zones = zones;
  }

  /**
   * @param running the components, which while the event is frozen need not be those of the spec
   * @param roles names at PostgreSQL, as pods are told
   */
  ComponentPlans plan(
      List<Component> running,
      EventIdentity event,
      Intake.Asked.Valid asked,
      BootSettings.Roles roles,
      Instant now,
      Context<TicketEvent> context) {
    TicketEventSpec spec = asked.spec();
    TicketPlatformSpec platform = asked.platform().getSpec();
    ComponentPlans plans =
        ComponentPlans.of(
            spec.scaling(),
            platform.runtime().resources(),
            ScalingPolicy.at(spec, running, now),
            Autoscaler.of(spec.scaling().engine(), keda(), kept(event, asked, now, context)));
    return new ComponentPlans(
        plans.scaling(),
        ZoneSpread.decide(
            plans.all(),
            zones.everywhere(),
            context.getSecondaryResources(Deployment.class),
            event.name(),
            BootSettings.of(event, spec, platform, asked.seats().digest(), roles),
            platform.runtime().image()));
  }

  private Optional<Autoscaler> kept(
      EventIdentity event, Intake.Asked.Valid asked, Instant now, Context<TicketEvent> context) {
    if (!asked.freeze().at(now)) {
      return Optional.empty();
    }
    if (!optional.of(OptionalKind.SCALED_OBJECT, event.namespace(), event.name()).isEmpty()) {
      return Optional.of(Autoscaler.KEDA);
    }
    return context
        .getSecondaryResourcesAsStream(HorizontalPodAutoscaler.class)
        .filter(hpa -> hpa.getMetadata().getOwnerReferences().isEmpty())
        .findAny()
        .map(hpa -> Autoscaler.HPA);
  }

  /** Whether the spec asks for an autoscaler that the cluster does not have. */
  boolean engineMissing(TicketEventSpec spec) {
    return spec.scaling().engine() == Scaling.Engine.KEDA && keda() == Presence.ABSENT;
  }

  private Presence keda() {
    return optional.presence(OptionalKind.SCALED_OBJECT);
  }
}
