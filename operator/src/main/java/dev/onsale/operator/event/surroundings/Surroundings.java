package dev.onsale.operator.event.surroundings;

import dev.onsale.api.v1alpha1.Routing;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.event.dependent.AutoscalerChild;
import dev.onsale.operator.event.plan.Autoscaler;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.operator.monitoring.Monitoring;
import dev.onsale.operator.network.EventPolicies;
import dev.onsale.operator.network.Neighbours;
import dev.onsale.operator.optional.Applied;
import dev.onsale.operator.optional.OptionalKind;
import dev.onsale.operator.optional.OptionalObjects;
import dev.onsale.operator.optional.Presence;
import dev.onsale.operator.routing.EventRoute;
import dev.onsale.operator.routing.RouteObjects;
import dev.onsale.operator.routing.RouteState;
import dev.onsale.operator.scaling.ScaledObjects;
import dev.onsale.scaling.Component;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * NetworkPolicies, route, monitors and rules of an event: each made where the cluster serves its
 * kind and the platform asks for it, changed with the plan, and deleted when it is wanted no more.
 */
public final class Surroundings {

  private static final List<OptionalKind> KINDS =
      List.of(
          OptionalKind.NETWORK_POLICY,
          OptionalKind.INGRESS,
          OptionalKind.HTTP_ROUTE,
          OptionalKind.SERVICE_MONITOR,
          OptionalKind.PROMETHEUS_RULE,
          OptionalKind.SCALED_OBJECT);

  /**
   * @param problem why an object is not what it should be
   * @param routed whether buyers are routed; null where the platform leaves that to somebody else
   */
  public record Result(Optional<Verdict> problem, @Nullable Verdict routed) {
    public static final Result NOT_REACHED = new Result(Optional.empty(), null);
  }

  private final OptionalObjects optional;
  private final String operatorNamespace;

  public Surroundings(OptionalObjects optional, String operatorNamespace) {
    this.optional = optional;
    this.operatorNamespace = operatorNamespace;
  }

  public Result apply(EventPlan plan, Context<TicketEvent> context) {
    Optional<Verdict> problem =
        KINDS.stream()
            .flatMap(kind -> problems(kind, wanted(kind, plan, context), plan, context))
            .reduce((first, later) -> first);
    return new Result(problem, routed(plan));
  }

  private Stream<Verdict> problems(
      OptionalKind kind,
      List<? extends HasMetadata> wanted,
      EventPlan plan,
      Context<TicketEvent> context) {
    Set<String> names =
        wanted.stream().map(object -> object.getMetadata().getName()).collect(Collectors.toSet());
    optional.of(kind, plan.event().namespace(), plan.event().name()).stream()
        .map(object -> object.getMetadata().getName())
        .filter(name -> !names.contains(name))
        .forEach(name -> optional.delete(kind, plan.event().namespace(), name));
    return wanted.stream()
        .map(object -> problem(kind, generic(object, context), context))
        .flatMap(Optional::stream);
  }

  private Optional<Verdict> problem(
      OptionalKind kind, GenericKubernetesResource object, Context<TicketEvent> context) {
    try {
      Applied applied = optional.apply(kind, object, context);
      // A new API is listed a moment before it takes objects: this one must not count as compared.
      return applied == Applied.NOT_SERVED && optional.presence(kind) == Presence.PRESENT
          ? Optional.of(
              notApplied(kind, object, "the API server does not serve its kind at the moment"))
          : Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(
          e.getCode() == HttpURLConnection.HTTP_CONFLICT
              ? Verdict.no(
                  Reason.ChildConflict,
                  "%s %s exists without label onsale.dev/event and was left alone; rename or delete it"
                      .formatted(kind.kind(), object.getMetadata().getName()))
              : notApplied(kind, object, String.valueOf(e.getMessage())));
    }
  }

  private static Verdict notApplied(OptionalKind kind, HasMetadata object, String why) {
    return Verdict.unknown(
        Reason.ApplyFailed,
        "%s %s could not be applied and is tried again: %s"
            .formatted(kind.kind(), object.getMetadata().getName(), why));
  }

  private List<? extends HasMetadata> wanted(
      OptionalKind kind, EventPlan plan, Context<TicketEvent> context) {
    Routing routing = plan.platform().routing();
    Optional<EventRoute> route = plan.route();
    return switch (kind) {
      case NETWORK_POLICY ->
          EventPolicies.of(
              plan.event(),
              components(plan, context),
              new Neighbours(plan.platform(), plan.spec(), operatorNamespace));
      case INGRESS ->
          route
              .filter(wanted -> routing.type() == Routing.Type.Ingress)
              .map(
                  wanted ->
                      RouteObjects.ingress(RouteObjects.metadata(plan.event()), wanted, routing))
              .stream()
              .toList();
      case HTTP_ROUTE ->
          route
              .filter(wanted -> routing.type() == Routing.Type.HTTPRoute)
              .map(
                  wanted ->
                      RouteObjects.httpRoute(RouteObjects.metadata(plan.event()), wanted, routing))
              .stream()
              .toList();
      case SERVICE_MONITOR -> List.of(Monitoring.serviceMonitor(plan.event()));
      case PROMETHEUS_RULE -> List.of(Monitoring.rules(plan.event()));
      case SCALED_OBJECT ->
          plan.components().stream()
              .filter(component -> component.autoscaler() == Autoscaler.KEDA)
              .map(
                  component ->
                      ScaledObjects.render(
                          plan.event(),
                          component.component(),
                          AutoscalerChild.of(plan, component),
                          plan.platform().observability().prometheusURL()))
              .toList();
      case ROLLOUT, ANALYSIS_TEMPLATE -> List.of();
    };
  }

  /** Those of the plan, and those that still run while another topology takes over. */
  private Set<Component> components(EventPlan plan, Context<TicketEvent> context) {
    Set<String> running =
        Stream.concat(
                context.getSecondaryResourcesAsStream(Deployment.class),
                optional
                    .of(OptionalKind.ROLLOUT, plan.event().namespace(), plan.event().name())
                    .stream())
            .map(object -> object.getMetadata().getLabels().getOrDefault(EventLabels.COMPONENT, ""))
            .collect(Collectors.toSet());
    Set<Component> planned =
        plan.components().stream().map(ComponentPlan::component).collect(Collectors.toSet());
    return Arrays.stream(Component.values())
        .filter(component -> planned.contains(component) || running.contains(component.word()))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Component.class)));
  }

  private @Nullable Verdict routed(EventPlan plan) {
    EventRoute route = plan.route().orElse(null);
    if (route == null) {
      return null;
    }
    if (plan.platform().routing().type() == Routing.Type.Ingress) {
      return RouteState.ingress(route);
    }
    if (optional.presence(OptionalKind.HTTP_ROUTE) == Presence.ABSENT) {
      return Verdict.no(
          Reason.RouteApiMissing,
          "spec.routing.type of the platform is HTTPRoute, which this cluster does not serve;"
              + " install Gateway API, or use Ingress");
    }
    return RouteState.httpRoute(
        route,
        optional.find(
            OptionalKind.HTTP_ROUTE,
            plan.event().namespace(),
            EventRoute.objectName(plan.event().name())));
  }

  private static GenericKubernetesResource generic(
      HasMetadata object, Context<TicketEvent> context) {
    return object instanceof GenericKubernetesResource already
        ? already
        : context
            .getClient()
            .getKubernetesSerialization()
            .convertValue(object, GenericKubernetesResource.class);
  }
}
