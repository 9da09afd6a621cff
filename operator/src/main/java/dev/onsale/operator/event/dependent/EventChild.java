package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Ignore;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Deleter;
import io.javaoperatorsdk.operator.processing.dependent.Creator;
import io.javaoperatorsdk.operator.processing.dependent.Updater;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import java.util.Set;

/**
 * An object of an event, kept by server-side apply. It has no owner reference: garbage collection
 * would delete it while the event still settles, so the deletion of the event deletes it.
 */
@Ignore
abstract class EventChild<R extends HasMetadata> extends KubernetesDependentResource<R, TicketEvent>
    implements Creator<R, TicketEvent>,
        Updater<R, TicketEvent>,
        Deleter<TicketEvent>,
        SecondaryToPrimaryMapper<R> {

  EventChild(Class<R> type) {
    super(type);
  }

  /** Name of the object, also for an event that has no plan any more. */
  abstract String objectName(TicketEvent event);

  abstract R render(EventPlan plan);

  @Override
  protected final R desired(TicketEvent event, Context<TicketEvent> context) {
    return render(
        context
            .managedWorkflowAndDependentResourceContext()
            .getMandatory(EventPlan.KEY, EventPlan.class));
  }

  @Override
  protected ResourceID targetSecondaryResourceID(TicketEvent event, Context<TicketEvent> context) {
    return new ResourceID(objectName(event), event.getMetadata().getNamespace());
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

  static io.fabric8.kubernetes.api.model.ObjectMeta metadata(EventPlan plan, String name) {
    return EventLabels.metadata(plan.event().namespace(), plan.event().name(), name);
  }
}
