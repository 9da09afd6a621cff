package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.SharedFieldSets;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ready pods of a component: port {@code http} for buyers' requests, except where none arrive,
 * and port {@code management} for metrics.
 *
 * <p>Where a Rollout runs the pods, a second Service leads to its preview, and the Rollouts
 * controller adds to both selectors the hash of the pods they lead to: their colour. Selectors are
 * atomic, so one applied without the hash would mix the colours. It is applied only as it was last
 * seen and only onto the object that was seen.
 */
@KubernetesDependent(
    informer =
        @Informer(
            labelSelector = EventLabels.EVENT,
            comparableResourceVersions = false,
            itemStore = SharedFieldSets.class))
public final class ServiceChild extends ComponentChild<Service> {

  private static final String COLOUR = "rollouts-pod-template-hash";
  public static final int PORT = 8080;
  public static final int MANAGEMENT_PORT = 8081;

  public ServiceChild() {
    super(Service.class);
  }

  @Override
  Optional<Service> render(EventPlan plan, ComponentPlan component) {
    return Optional.of(service(plan, component));
  }

  private static Service service(EventPlan plan, ComponentPlan component) {
    ServicePort management = port("management", MANAGEMENT_PORT);
    return new ServiceBuilder()
        .withMetadata(metadata(plan, component.component()))
        .withNewSpec()
        .withSelector(DeploymentChild.selector(plan.event().name(), component.component()))
        .withPorts(
            component.component().serves()
                ? List.of(port("http", PORT), management)
                : List.of(management))
        .endSpec()
        .build();
  }

  /** Name of the Service that leads to the preview of a component. */
  public static String preview(String component) {
    return component + "-preview";
  }

  /** The pods of a Rollout that its controller lets a Service lead to. */
  public static Optional<String> colour(Service service) {
    return Optional.ofNullable(service.getSpec().getSelector()).map(keys -> keys.get(COLOUR));
  }

  @Override
  public Map<ResourceID, Service> desiredResources(
      TicketEvent event, Context<TicketEvent> context) {
    EventPlan plan =
        context
            .managedWorkflowAndDependentResourceContext()
            .getMandatory(EventPlan.KEY, EventPlan.class);
    Map<ResourceID, Service> desired = new LinkedHashMap<>();
    for (ComponentPlan component : plan.components()) {
      Service active = service(plan, component);
      desired.put(ResourceID.fromResource(active), active);
      if (plan.carrier(component.component()).rollout()) {
        Service preview = service(plan, component);
        preview.getMetadata().setName(preview(active.getMetadata().getName()));
        Map<String, String> labels = new LinkedHashMap<>(preview.getMetadata().getLabels());
        labels.put(EventLabels.PREVIEW, "true");
        preview.getMetadata().setLabels(labels);
        desired.put(ResourceID.fromResource(preview), preview);
        keepColour(active, context);
        keepColour(preview, context);
      }
    }
    return desired;
  }

  private static void keepColour(Service desired, Context<TicketEvent> context) {
    context
        .getSecondaryResourcesAsStream(Service.class)
        .filter(seen -> seen.getMetadata().getName().equals(desired.getMetadata().getName()))
        .flatMap(seen -> colour(seen).stream())
        .forEach(colour -> desired.getSpec().getSelector().put(COLOUR, colour));
  }

  @Override
  public Service update(
      Service actual, Service desired, TicketEvent event, Context<TicketEvent> context) {
    desired.getMetadata().setResourceVersion(actual.getMetadata().getResourceVersion());
    try {
      return super.update(actual, desired, event, context);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        // Changed since it was seen; the watch delivers that and another look follows.
        return actual;
      }
      throw e;
    }
  }

  private static ServicePort port(String name, int number) {
    return new ServicePortBuilder()
        .withName(name)
        .withProtocol("TCP")
        .withPort(number)
        .withTargetPort(new IntOrString(name))
        .build();
  }
}
