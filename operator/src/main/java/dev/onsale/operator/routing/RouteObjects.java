package dev.onsale.operator.routing;

import dev.onsale.api.v1alpha1.Routing;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.identity.EventIdentity;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPathBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLSBuilder;
import java.util.List;
import java.util.Objects;

/** A route as Ingress or as HTTPRoute. */
public final class RouteObjects {

  private static final String PORT_NAME = "http";
  private static final int PORT = 8080;

  private RouteObjects() {}

  public static Ingress ingress(ObjectMeta metadata, EventRoute route, Routing routing) {
    return new IngressBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withIngressClassName(Objects.requireNonNull(routing.ingress()).className())
        .withTls(tls(route, routing))
        .addNewRule()
        .withHost(route.host())
        .withNewHttp()
        .withPaths(route.paths().stream().map(RouteObjects::ingressPath).toList())
        .endHttp()
        .endRule()
        .endSpec()
        .build();
  }

  /**
   * Says also what the API server would fill in: its lists are atomic, and are compared whole.
   * HTTPS is the Gateway's affair.
   */
  public static HTTPRoute httpRoute(ObjectMeta metadata, EventRoute route, Routing routing) {
    Routing.GatewayRef gateway = Objects.requireNonNull(routing.httpRoute()).gatewayRef();
    return new HTTPRouteBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .addNewParentRef()
        .withGroup("gateway.networking.k8s.io")
        .withKind("Gateway")
        .withName(gateway.name())
        .withNamespace(gateway.namespace())
        .withSectionName(gateway.sectionName())
        .endParentRef()
        .withHostnames(route.host())
        .withRules(route.paths().stream().map(RouteObjects::rule).toList())
        .endSpec()
        .build();
  }

  /** Of an event's route. */
  public static ObjectMeta metadata(EventIdentity event) {
    return EventLabels.metadata(
        event.namespace(), event.name(), EventRoute.objectName(event.name()));
  }

  private static List<IngressTLS> tls(EventRoute route, Routing routing) {
    Routing.Certificate certificate = routing.tls();
    return certificate == null
        ? List.of()
        : List.of(
            new IngressTLSBuilder()
                .withHosts(route.host())
                .withSecretName(certificate.secretName())
                .build());
  }

  private static HTTPIngressPath ingressPath(EventRoute.Path path) {
    return new HTTPIngressPathBuilder()
        .withPath(path.prefix())
        .withPathType("Prefix")
        .withNewBackend()
        .withNewService()
        .withName(path.service())
        .withNewPort()
        .withName(PORT_NAME)
        .endPort()
        .endService()
        .endBackend()
        .build();
  }

  private static HTTPRouteRule rule(EventRoute.Path path) {
    return new HTTPRouteRuleBuilder()
        .addNewMatch()
        .withNewPath()
        .withType("PathPrefix")
        .withValue(path.prefix())
        .endPath()
        .endMatch()
        .addNewBackendRef()
        .withGroup("")
        .withKind("Service")
        .withName(path.service())
        .withPort(PORT)
        .withWeight(1)
        .endBackendRef()
        .build();
  }
}
