package dev.onsale.operator.event;

import static dev.onsale.api.v1alpha1.ApiTimes.duration;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.ManagedFields;
import dev.onsale.operator.config.CanonicalJson;
import dev.onsale.operator.event.dependent.ConfigChild;
import dev.onsale.operator.event.dependent.PodRenderer;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.ComponentPlans;
import dev.onsale.operator.event.plan.EventNames;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.operator.event.rollout.DeferredRoll;
import dev.onsale.operator.event.rollout.Rendering;
import dev.onsale.operator.event.rollout.Revision;
import dev.onsale.operator.event.rollout.Rollouts;
import dev.onsale.scaling.Component;
import dev.onsale.schedule.Freeze;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Between the plan and its objects: which of the pods that the plan asks for may run by now. */
public final class RolloutStep {

  /**
   * @param deferred what of the plan waits; null if nothing does
   */
  record Result(EventPlan plan, @Nullable DeferredRoll deferred) {}

  private final Rollouts rollouts;
  private final PodRenderer pods;
  private final Clock clock;

  public RolloutStep(Rollouts rollouts, PodRenderer pods, Clock clock) {
    this.rollouts = rollouts;
    this.pods = pods;
    this.clock = clock;
  }

  Rollouts rollouts() {
    return rollouts;
  }

  /**
   * @param held the revision to stay at, whatever the plan asks for; null to decide by the freeze
   * @param components plans those components that will run
   */
  Result decide(
      TicketEvent event,
      Intake.Asked.Valid asked,
      EventPlan plan,
      @Nullable Revision held,
      Function<List<Component>, ComponentPlans> components,
      Context<TicketEvent> context) {
    if (held != null) {
      return new Result(rolled(plan, held.rendering(), components), null);
    }
    Rollouts.Decision decision =
        rollouts.decide(
            new Rollouts.Asked(
                plan.event(),
                event.getMetadata().getGeneration(),
                asked.spec(),
                render(plan),
                asked.timeline(),
                Freeze.of(
                    asked.timeline(), duration(asked.platform().getSpec().delivery().freezeFor())),
                annotation(event)),
            clock.instant(),
            () -> running(event, context));
    return new Result(rolled(plan, decision.rendering(), components), decision.deferred());
  }

  private Rendering render(EventPlan plan) {
    Map<String, PodTemplateSpec> templates = new HashMap<>();
    for (ComponentPlan component : plan.components()) {
      templates.put(component.component().word(), pods.render(plan, component));
    }
    return new Rendering(plan.bootJson(), templates);
  }

  private static EventPlan rolled(
      EventPlan plan, Rendering rendering, Function<List<Component>, ComponentPlans> components) {
    List<Component> running =
        Arrays.stream(Component.values())
            .filter(component -> rendering.templates().containsKey(component.word()))
            .toList();
    return plan.rolled(rendering, components.apply(running));
  }

  /** What we applied last, read off the objects themselves: revisions can be deleted by hand. */
  private static Optional<Rendering> running(TicketEvent event, Context<TicketEvent> context) {
    String config = EventNames.config(event.getMetadata().getName());
    Optional<String> boot =
        context
            .getSecondaryResourcesAsStream(ConfigMap.class)
            .filter(map -> map.getMetadata().getName().equals(config))
            .flatMap(map -> Optional.ofNullable(map.getData().get(ConfigChild.BOOT)).stream())
            .findFirst();
    Map<String, PodTemplateSpec> templates = new HashMap<>();
    context
        .getSecondaryResourcesAsStream(Deployment.class)
        .forEach(
            deployment ->
                ManagedFields.declared(deployment, List.of("spec", "template"))
                    .ifPresent(
                        template ->
                            templates.put(
                                deployment.getMetadata().getLabels().get(EventLabels.COMPONENT),
                                CanonicalJson.read(template, PodTemplateSpec.class))));
    return templates.isEmpty()
        ? Optional.empty()
        : boot.map(text -> new Rendering(text, templates));
  }

  private static @Nullable String annotation(TicketEvent event) {
    Map<String, String> annotations = event.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(EventLabels.ALLOW_ROLL);
  }
}
