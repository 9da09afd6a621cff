package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.event.plan.EventNames;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** The seat map in use, as an immutable ConfigMap named by digest. */
@KubernetesDependent
public final class SeatMapChild extends EventChild<ConfigMap> {

  public static final String SEATS = "seats.json";

  public SeatMapChild() {
    super(ConfigMap.class);
  }

  @Override
  String objectName(TicketEvent event) {
    return EventNames.seatsPrefix(event.getMetadata().getName());
  }

  @Override
  protected ResourceID targetSecondaryResourceID(TicketEvent event, Context<TicketEvent> context) {
    return ResourceID.fromResource(getOrComputeDesired(context));
  }

  @Override
  ConfigMap render(EventPlan plan) {
    ConfigMap map =
        new ConfigMapBuilder()
            .withMetadata(metadata(plan, plan.seats().configMapName(plan.event().name())))
            .withImmutable(true)
            .addToData(SEATS, plan.seats().json())
            .build();
    map.getMetadata().getAnnotations().put(EventLabels.MAP_SOURCE, plan.seats().source());
    return map;
  }

  /** All snapshots go with the event, also those of earlier maps. */
  @Override
  public void delete(TicketEvent event, Context<TicketEvent> context) {
    String prefix = objectName(event);
    context
        .getSecondaryResourcesAsStream(ConfigMap.class)
        .filter(map -> map.getMetadata().getName().startsWith(prefix))
        .forEach(map -> context.getClient().resource(map).delete());
  }
}
