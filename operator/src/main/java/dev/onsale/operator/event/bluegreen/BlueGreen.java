package dev.onsale.operator.event.bluegreen;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.event.bluegreen.CarrierChoice.Standing;
import dev.onsale.operator.event.dependent.Handover;
import dev.onsale.operator.event.dependent.Replicas;
import dev.onsale.operator.event.dependent.ServiceChild;
import dev.onsale.operator.event.plan.Carrier;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.operator.optional.Applied;
import dev.onsale.operator.optional.OptionalKind;
import dev.onsale.operator.optional.OptionalObjects;
import dev.onsale.operator.optional.Presence;
import dev.onsale.scaling.Component;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Delivery by Argo Rollouts where the platform asks for it and the cluster serves it: for each
 * component that buyers reach a Rollout instead of a Deployment. The worker, which no buyer
 * reaches, is rolled as ever.
 */
public final class BlueGreen {

  /**
   * @param carriers what is to run the pods of each component
   * @param waits whether a change of strategy waits for the end of the freeze
   */
  public record Choice(Map<Component, Carrier> carriers, boolean waits) {}

  private final OptionalObjects optional;

  public BlueGreen(OptionalObjects optional) {
    this.optional = optional;
  }

  /**
   * @param asked whether the platform's strategy is BlueGreen
   * @param frozen whether nothing may change hands now
   */
  public Choice choose(
      EventPlan plan, boolean asked, boolean frozen, Context<TicketEvent> context) {
    Map<Component, Carrier> carriers = new EnumMap<>(Component.class);
    boolean waits = false;
    for (ComponentPlan component : plan.components()) {
      CarrierChoice choice =
          CarrierChoice.of(
              asked && component.component().serves(),
              presence(),
              frozen,
              standing(plan, component, context));
      carriers.put(component.component(), choice.carrier());
      waits |= choice.waits();
    }
    return new Choice(carriers, waits);
  }

  /**
   * Makes the Rollouts of the plan, and deletes those it has no more and that no Service leads to
   * alone. To be called after the Services are applied.
   */
  public void apply(EventPlan plan, TicketEvent event, Context<TicketEvent> context) {
    Set<String> wanted = new HashSet<>();
    for (ComponentPlan component : plan.components()) {
      if (plan.carrier(component.component()).rollout()) {
        String name = component.component().objectName(plan.event().name());
        wanted.add(name);
        Applied analysis =
            optional.apply(
                OptionalKind.ANALYSIS_TEMPLATE, RolloutObjects.analysis(plan, component), context);
        if (analysis != Applied.NOT_SERVED) {
          applyRollout(plan, component, name, context);
        }
      }
    }
    for (GenericKubernetesResource rollout : rollouts(plan)) {
      String name = rollout.getMetadata().getName();
      if (!wanted.contains(name)
          && !coloured(name, context)
          && !Handover.needs(rollout, event, context)) {
        optional.delete(OptionalKind.ROLLOUT, plan.event().namespace(), name);
        optional.delete(
            OptionalKind.ANALYSIS_TEMPLATE,
            plan.event().namespace(),
            RolloutObjects.analysisName(name));
      }
    }
  }

  /** Where an autoscaler says how many pods there are, it never says a number of its own. */
  private void applyRollout(
      EventPlan plan, ComponentPlan component, String name, Context<TicketEvent> context) {
    GenericKubernetesResource live =
        optional.find(OptionalKind.ROLLOUT, plan.event().namespace(), name).orElse(null);
    Integer present = live == null ? null : (Integer) RolloutState.of(live).replicas();
    Integer declared = Replicas.declared(component, present);
    if (live == null || Replicas.handOver(live, present, declared, context.getClient())) {
      optional.apply(
          OptionalKind.ROLLOUT, RolloutObjects.rollout(plan, component, declared), context);
    }
  }

  /** What condition {@code BlueGreen} says; empty where the platform asks for another strategy. */
  public Optional<Verdict> verdict(EventPlan plan, boolean asked) {
    if (!asked) {
      return Optional.empty();
    }
    return Optional.of(
        switch (presence()) {
          case ABSENT ->
              Verdict.no(
                  Reason.RolloutsNotServed,
                  "spec.delivery.strategy of the TicketPlatform is BlueGreen, and this cluster does not serve Rollouts of argoproj.io; Deployments go on. Install Argo Rollouts, or use RollingUpdate");
          case UNKNOWN ->
              Verdict.unknown(
                  Reason.ApisUnknown, "The API server has not said yet whether it serves Rollouts");
          case PRESENT -> states(rollouts(plan).stream().map(RolloutState::of).toList());
        });
  }

  private static Verdict states(List<RolloutState> states) {
    List<RolloutState> aborted = states.stream().filter(RolloutState::aborted).toList();
    if (!aborted.isEmpty()) {
      return Verdict.no(
          Reason.PreviewAborted,
          "The preview of %s did not become healthy and was given up; what sold before goes on"
              .formatted(names(aborted)));
    }
    List<RolloutState> waiting = states.stream().filter(RolloutState::awaitsPromotion).toList();
    return waiting.isEmpty()
        ? Verdict.yes(Reason.Promoted, "Buyers are sent to the version that was promoted last")
        : Verdict.unknown(
            Reason.AwaitsPromotion,
            "The preview of %s is healthy and waits for kubectl onsale promote"
                .formatted(names(waiting)));
  }

  private static String names(List<RolloutState> states) {
    return states.stream().map(RolloutState::name).sorted().collect(Collectors.joining(", "));
  }

  private Set<GenericKubernetesResource> rollouts(EventPlan plan) {
    return optional.of(OptionalKind.ROLLOUT, plan.event().namespace(), plan.event().name());
  }

  /** Both kinds are needed; a doubt about one is a doubt. */
  private Presence presence() {
    Set<Presence> both =
        Set.copyOf(
            List.of(
                optional.presence(OptionalKind.ROLLOUT),
                optional.presence(OptionalKind.ANALYSIS_TEMPLATE)));
    return both.contains(Presence.UNKNOWN)
        ? Presence.UNKNOWN
        : both.contains(Presence.ABSENT) ? Presence.ABSENT : Presence.PRESENT;
  }

  private Standing standing(EventPlan plan, ComponentPlan component, Context<TicketEvent> context) {
    String name = component.component().objectName(plan.event().name());
    Optional<Deployment> deployment =
        context
            .getSecondaryResourcesAsStream(Deployment.class)
            .filter(found -> found.getMetadata().getName().equals(name))
            .findFirst();
    Optional<RolloutState> rollout =
        optional.find(OptionalKind.ROLLOUT, plan.event().namespace(), name).map(RolloutState::of);
    return new Standing(
        deployment.isPresent(),
        deployment.filter(found -> available(found) >= component.floor()).isPresent(),
        rollout.isPresent(),
        coloured(name, context)
            && rollout.filter(found -> found.available() >= component.floor()).isPresent());
  }

  /** Whether buyers are sent to the pods of a Rollout, and no others. */
  private static boolean coloured(String component, Context<TicketEvent> context) {
    return context
        .getSecondaryResourcesAsStream(Service.class)
        .filter(service -> service.getMetadata().getName().equals(component))
        .anyMatch(service -> ServiceChild.colour(service).isPresent());
  }

  private static int available(Deployment deployment) {
    Integer available =
        deployment.getStatus() == null ? null : deployment.getStatus().getAvailableReplicas();
    return available == null ? 0 : available;
  }
}
