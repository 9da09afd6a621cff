package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.event.plan.EventNames;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/** ConfigMap {@code N-config}: {@code live.json} and {@code boot.json}. */
@KubernetesDependent
public final class ConfigChild extends EventChild<ConfigMap> {

  public static final String LIVE = "live.json";
  public static final String BOOT = "boot.json";

  public ConfigChild() {
    super(ConfigMap.class);
  }

  @Override
  String objectName(TicketEvent event) {
    return EventNames.config(event.getMetadata().getName());
  }

  /** Running pods read it as files. */
  @Override
  public ConfigMap update(
      ConfigMap actual, ConfigMap desired, TicketEvent event, Context<TicketEvent> context) {
    ConfigMap updated = super.update(actual, desired, event, context);
    MountedFiles.deliver(updated, event, context.getClient());
    return updated;
  }

  @Override
  ConfigMap render(EventPlan plan) {
    return new ConfigMapBuilder()
        .withMetadata(metadata(plan, EventNames.config(plan.event().name())))
        .addToData(BOOT, plan.bootJson())
        .addToData(LIVE, plan.liveJson())
        .build();
  }
}
