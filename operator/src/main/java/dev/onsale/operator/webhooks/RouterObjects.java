package dev.onsale.operator.webhooks;

import dev.onsale.api.v1alpha1.Routing;
import dev.onsale.operator.config.JsonFiles;
import dev.onsale.operator.network.RouterPolicy;
import dev.onsale.operator.routing.EventRoute;
import dev.onsale.operator.routing.RouteObjects;
import dev.onsale.operator.secrets.PlatformKeys;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects of a router. */
final class RouterObjects {

  /** At most one of each, beside the Secret: what pods need before the pods. */
  static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          ServiceAccount.class,
          ConfigMap.class,
          NetworkPolicy.class,
          Deployment.class,
          Service.class,
          PodDisruptionBudget.class,
          Ingress.class,
          HTTPRoute.class);

  private RouterObjects() {}

  /** All but the Secret. */
  static List<HasMetadata> of(RouterPlan plan) {
    Routing routing = plan.spec().routing();
    Optional<EventRoute> route = EventRoute.ofWebhooks(plan.metadata().getName(), routing);
    return Stream.<Optional<? extends HasMetadata>>of(
            Optional.of(serviceAccount(plan)),
            Optional.of(configMap(plan)),
            RouterPolicy.of(plan.metadata(), plan.labels(), plan.spec()),
            Optional.of(deployment(plan)),
            Optional.of(service(plan)),
            budget(plan),
            route
                .filter(wanted -> routing.type() == Routing.Type.Ingress)
                .map(wanted -> RouteObjects.ingress(plan.metadata(), wanted, routing)),
            route
                .filter(wanted -> routing.type() == Routing.Type.HTTPRoute)
                .map(wanted -> RouteObjects.httpRoute(plan.metadata(), wanted, routing)))
        .<HasMetadata>flatMap(Optional::stream)
        .toList();
  }

  private static ServiceAccount serviceAccount(RouterPlan plan) {
    return new ServiceAccountBuilder()
        .withMetadata(plan.metadata())
        .withAutomountServiceAccountToken(false)
        .build();
  }

  static Secret secret(RouterPlan plan) {
    byte[] secret = plan.secret().getBytes(StandardCharsets.UTF_8);
    return new SecretBuilder()
        .withMetadata(plan.metadata())
        .editMetadata()
        .withName(plan.secretName())
        .endMetadata()
        .withImmutable(true)
        .withType("Opaque")
        .addToData(PlatformKeys.WEBHOOK_SECRET, Base64.getEncoder().encodeToString(secret))
        .build();
  }

  private static ConfigMap configMap(RouterPlan plan) {
    return new ConfigMapBuilder()
        .withMetadata(plan.metadata())
        .addToData("events.json", JsonFiles.write(plan.events()))
        .build();
  }

  private static Deployment deployment(RouterPlan plan) {
    return new DeploymentBuilder()
        .withMetadata(plan.metadata())
        .withNewSpec()
        .withReplicas(plan.spec().payment().webhookPods())
        .withRevisionHistoryLimit(3)
        .withNewSelector()
        .withMatchLabels(plan.labels())
        .endSelector()
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxUnavailable(new IntOrString(0))
        .withMaxSurge(new IntOrString(1))
        .endRollingUpdate()
        .endStrategy()
        .withTemplate(RouterPods.template(plan))
        .endSpec()
        .build();
  }

  private static Service service(RouterPlan plan) {
    return new ServiceBuilder()
        .withMetadata(plan.metadata())
        .withNewSpec()
        .withSelector(plan.labels())
        .withPorts(port("http", 8080), port("management", 8081))
        .endSpec()
        .build();
  }

  /** With one pod there is none, because it would block every drain. */
  private static Optional<PodDisruptionBudget> budget(RouterPlan plan) {
    return plan.spec().payment().webhookPods() < 2
        ? Optional.empty()
        : Optional.of(
            new PodDisruptionBudgetBuilder()
                .withMetadata(plan.metadata())
                .withNewSpec()
                .withMinAvailable(new IntOrString(1))
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .withNewSelector()
                .withMatchLabels(plan.labels())
                .endSelector()
                .endSpec()
                .build());
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
