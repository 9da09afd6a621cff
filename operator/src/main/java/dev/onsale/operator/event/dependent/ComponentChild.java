package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.scaling.Component;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Ignore;
import io.javaoperatorsdk.operator.processing.dependent.CRUDKubernetesBulkDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One object for each component of an event, kept by server-side apply. Those of components that
 * the event has no more are deleted once {@link Handover} says that nothing needs them. Like {@link
 * EventChild} they have no owner reference.
 */
@Ignore
abstract class ComponentChild<R extends HasMetadata>
    extends KubernetesDependentResource<R, TicketEvent>
    implements CRUDKubernetesBulkDependentResource<R, TicketEvent>, SecondaryToPrimaryMapper<R> {

  private final Class<R> type;

  ComponentChild(Class<R> type) {
    super(type);
    this.type = type;
  }

  /** The object of one component; empty where the component needs none. */
  abstract Optional<R> render(EventPlan plan, ComponentPlan component);

  /** The same, for kinds that look at what there is. */
  Optional<R> render(EventPlan plan, ComponentPlan component, Context<TicketEvent> context) {
    return render(plan, component);
  }

  @Override
  public Map<ResourceID, R> desiredResources(TicketEvent event, Context<TicketEvent> context) {
    EventPlan plan = plan(context).orElseThrow();
    Map<ResourceID, R> desired = new LinkedHashMap<>();
    for (ComponentPlan component : plan.components()) {
      render(plan, component, context)
          .ifPresent(object -> desired.put(ResourceID.fromResource(object), object));
    }
    return desired;
  }

  /** What of this kind the event has; without what a handover still needs, which so stays. */
  @Override
  public Map<ResourceID, R> getSecondaryResources(TicketEvent event, Context<TicketEvent> context) {
    return context
        .getSecondaryResourcesAsStream(type)
        .filter(object -> !Handover.needs(object, event, context))
        .collect(Collectors.toMap(ResourceID::fromResource, Function.identity()));
  }

  @Override
  public R update(R actual, R desired, TicketEvent event, Context<TicketEvent> context) {
    return Repair.apply(
        () -> super.update(actual, desired, event, context), desired, context.getClient());
  }

  @Override
  public Set<ResourceID> toPrimaryResourceIDs(R child) {
    return EventOfChild.of(child);
  }

  @Override
  protected void addReferenceHandlingMetadata(R desired, TicketEvent event) {
    // The label EventLabels.EVENT says whose it is.
  }

  /** Empty while the event is deleted. */
  static Optional<EventPlan> plan(Context<TicketEvent> context) {
    return context.managedWorkflowAndDependentResourceContext().get(EventPlan.KEY, EventPlan.class);
  }

  static ObjectMeta metadata(EventPlan plan, Component component) {
    String event = plan.event().name();
    return new ObjectMetaBuilder()
        .withNamespace(plan.event().namespace())
        .withName(component.objectName(event))
        .withLabels(EventLabels.labels(event, component))
        .build();
  }
}
