package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.Delivery;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.ManagedFields;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.config.CanonicalJson;
import dev.onsale.operator.event.bluegreen.BlueGreen;
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
import dev.onsale.operator.optional.OptionalKind;
import dev.onsale.operator.optional.OptionalObjects;
import dev.onsale.scaling.Component;
import dev.onsale.schedule.Freeze;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Between the plan and its objects: which of the pods that the plan asks for may run by now. */
public final class RolloutStep {

  /**
   * @param deferred what of the plan waits; null if nothing does
   * @param blueGreen what is to be said of blue-green delivery; null where it is not asked for
   */
  record Result(EventPlan plan, @Nullable DeferredRoll deferred, @Nullable Verdict blueGreen) {}

  private final Rollouts rollouts;
  private final BlueGreen blueGreen;
  private final PodRenderer pods;
  private final Clock clock;

  public RolloutStep(Rollouts rollouts, BlueGreen blueGreen, PodRenderer pods, Clock clock) {
    this.rollouts = rollouts;
    this.blueGreen = blueGreen;
    this.pods = pods;
    this.clock = clock;
  }

  Rollouts rollouts() {
    return rollouts;
  }

  BlueGreen blueGreen() {
    return blueGreen;
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
    Delivery delivery = asked.platform().getSpec().delivery();
    Freeze freeze = asked.freeze();
    if (held != null) {
      EventPlan stays = rolled(plan, held.rendering(), components);
      return carried(stays, null, delivery, freeze, true, context);
    }
    Rollouts.Decision decision =
        rollouts.decide(
            new Rollouts.Asked(
                plan.event(),
                event.getMetadata().getGeneration(),
                asked.spec(),
                render(plan),
                asked.timeline(),
                freeze,
                EventLabels.annotation(event, EventLabels.ALLOW_ROLL)),
            clock.instant(),
            () -> running(event, context));
    return carried(
        rolled(plan, decision.rendering(), components),
        decision.deferred(),
        delivery,
        freeze,
        freeze.at(clock.instant())
            && !EventLabels.annotated(event, EventLabels.ALLOW_ROLL, delivery.strategy().name()),
        context);
  }

  /** With Deployments or Rollouts, as the strategy asks; another strategy waits as a roll does. */
  private Result carried(
      EventPlan plan,
      @Nullable DeferredRoll deferred,
      Delivery delivery,
      Freeze freeze,
      boolean fixed,
      Context<TicketEvent> context) {
    boolean asked = delivery.strategy() == Delivery.Strategy.BlueGreen;
    BlueGreen.Choice choice = blueGreen.choose(plan, asked, fixed, context);
    String strategy = delivery.strategy().name();
    return new Result(
        plan.carriedBy(choice.carriers()),
        deferred == null && choice.waits()
            ? new DeferredRoll(strategy, "delivery by " + strategy, freeze.until())
            : deferred,
        blueGreen.verdict(plan, asked).orElse(null));
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
    Stream.<HasMetadata>concat(
            context.getSecondaryResourcesAsStream(Deployment.class),
            OptionalObjects.of(OptionalKind.ROLLOUT, context))
        .forEach(
            workload ->
                ManagedFields.declared(workload, List.of("spec", "template"))
                    .ifPresent(
                        template ->
                            templates.put(
                                workload.getMetadata().getLabels().get(EventLabels.COMPONENT),
                                CanonicalJson.read(template, PodTemplateSpec.class))));
    return templates.isEmpty()
        ? Optional.empty()
        : boot.map(text -> new Rendering(text, templates));
  }
}
