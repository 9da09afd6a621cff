package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Ignore;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Deleter;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.api.reconciler.dependent.NameSetter;
import io.javaoperatorsdk.operator.api.reconciler.dependent.ReconcileResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * A Secret of an event. It has no informer: the operator may get, patch and delete Secrets of
 * events by name, but neither list nor watch them. (A patch answers with the whole object, so get
 * adds no right to it.)
 */
@Ignore
abstract class SecretChild
    implements DependentResource<Secret, TicketEvent>, Deleter<TicketEvent>, NameSetter {

  private static final int CONFLICT = 409;

  private String name = DependentResource.defaultNameFor(getClass());

  abstract String objectName(String event);

  abstract Map<String, String> files(EventPlan plan);

  @Override
  public void setName(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Class<Secret> resourceType() {
    return Secret.class;
  }

  @Override
  public ReconcileResult<Secret> reconcile(TicketEvent event, Context<TicketEvent> context) {
    EventPlan plan =
        context
            .managedWorkflowAndDependentResourceContext()
            .getMandatory(EventPlan.KEY, EventPlan.class);
    Secret desired = render(plan);
    Secret actual = resource(event, context).get();
    boolean right = actual != null && right(actual, desired, event);
    Secret stands = right && actual != null ? actual : apply(desired, context);
    SecretVersion.note(stands, context);
    if (right) {
      return ReconcileResult.noOperation(stands);
    }
    if (actual == null) {
      return ReconcileResult.resourceCreated(stands);
    }
    MountedFiles.deliver(stands, event, context.getClient());
    return ReconcileResult.resourceUpdated(stands);
  }

  private static boolean right(Secret actual, Secret desired, TicketEvent event) {
    if (!EventLabels.belongsTo(actual, event.getMetadata().getName())) {
      throw new KubernetesClientException(
          "Secret " + desired.getMetadata().getName() + " is not ours", CONFLICT, null);
    }
    return desired.getData().equals(actual.getData())
        && actual
            .getMetadata()
            .getLabels()
            .entrySet()
            .containsAll(desired.getMetadata().getLabels().entrySet());
  }

  @Override
  public void delete(TicketEvent event, Context<TicketEvent> context) {
    Secret actual = resource(event, context).get();
    if (actual != null && EventLabels.belongsTo(actual, event.getMetadata().getName())) {
      resource(event, context).delete();
    }
  }

  private Secret render(EventPlan plan) {
    Map<String, String> data = new HashMap<>();
    files(plan)
        .forEach(
            (file, content) ->
                data.put(
                    file,
                    Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8))));
    return new SecretBuilder()
        .withMetadata(
            EventLabels.metadata(
                plan.event().namespace(), plan.event().name(), objectName(plan.event().name())))
        .withType("Opaque")
        .withData(data)
        .build();
  }

  private static Secret apply(Secret desired, Context<TicketEvent> context) {
    return context
        .getClient()
        .resource(desired)
        .fieldManager(EventLabels.OPERATOR)
        .forceConflicts()
        .serverSideApply();
  }

  private Resource<Secret> resource(TicketEvent event, Context<TicketEvent> context) {
    return context
        .getClient()
        .secrets()
        .inNamespace(event.getMetadata().getNamespace())
        .withName(objectName(event.getMetadata().getName()));
  }
}
