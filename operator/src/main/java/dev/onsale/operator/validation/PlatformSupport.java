package dev.onsale.operator.validation;

import dev.onsale.api.v1alpha1.Credentials;
import dev.onsale.api.v1alpha1.Delivery;
import dev.onsale.api.v1alpha1.KafkaStore;
import dev.onsale.api.v1alpha1.Network;
import dev.onsale.api.v1alpha1.PaymentProvider;
import dev.onsale.api.v1alpha1.RedisStore;
import dev.onsale.api.v1alpha1.Routing;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.api.v1alpha1.Tls;
import dev.onsale.operator.validation.Problem.Reason;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What this version of Onsale cannot do yet for a platform, though the API can say it. */
public final class PlatformSupport {

  private record Row(Predicate<TicketPlatformSpec> needs, String field, String fix) {}

  private static final List<Row> NOT_YET =
      List.of(
          new Row(
              s -> s.redis().mode() != RedisStore.Mode.Standalone,
              "spec.redis.mode",
              "use Standalone"),
          new Row(
              s -> s.redis().endpoints().size() != 1,
              "spec.redis.endpoints",
              "name the one server"),
          new Row(
              s -> s.redis().tls().mode() != Tls.Mode.Disabled,
              "spec.redis.tls.mode",
              "use Disabled"),
          new Row(
              s -> s.redis().credentials() != Credentials.Provisioned,
              "spec.redis.credentials",
              "use Provisioned"),
          new Row(
              s -> s.redis().adminSecretRef() == null,
              "spec.redis.adminSecretRef",
              "name a Secret with username and password of an administrator"),
          new Row(
              s ->
                  s.postgres().tls().mode() != Tls.Mode.Disabled
                      && s.postgres().tls().mode() != Tls.Mode.Required,
              "spec.postgres.tls.mode",
              "use Disabled or Required"),
          new Row(
              s -> s.postgres().credentials() != Credentials.Provisioned,
              "spec.postgres.credentials",
              "use Provisioned"),
          new Row(
              s -> s.postgres().adminSecretRef() == null,
              "spec.postgres.adminSecretRef",
              "name a Secret with username and password of a login with CREATEROLE"),
          new Row(
              s -> s.kafka().security().protocol() != KafkaStore.Protocol.Plaintext,
              "spec.kafka.security.protocol",
              "use Plaintext"),
          new Row(
              s -> s.kafka().credentials() != Credentials.Provisioned,
              "spec.kafka.credentials",
              "use Provisioned"),
          new Row(
              s -> s.payment().provider() != PaymentProvider.Kind.Sandbox,
              "spec.payment.provider",
              "use Sandbox"),
          new Row(
              s -> s.routing().type() != Routing.Type.None,
              "spec.routing.type",
              "use None and route to the Service NAME-runtime yourself"),
          new Row(
              s -> s.delivery().strategy() != Delivery.Strategy.RollingUpdate,
              "spec.delivery.strategy",
              "use RollingUpdate"),
          new Row(
              s -> !s.runtime().imagePullSecrets().isEmpty(),
              "spec.runtime.imagePullSecrets",
              "let nodes pull the image without them"),
          new Row(
              s -> policiesAsked(s.network()),
              "spec.network",
              "leave it out and write NetworkPolicies yourself"));

  private PlatformSupport() {}

  public static Optional<Problem> problem(TicketPlatformSpec spec) {
    return NOT_YET.stream()
        .filter(row -> row.needs().test(spec))
        .findFirst()
        .map(
            row ->
                new Problem(
                    Reason.NotSupported,
                    "%s asks for something this version of Onsale does not do; %s"
                        .formatted(row.field(), row.fix())));
  }

  private static boolean policiesAsked(Network network) {
    Network.Egress egress = network.egressTo();
    return Stream.of(
            network.ingressFrom(),
            egress.postgres(),
            egress.redis(),
            egress.kafka(),
            egress.dns(),
            egress.identity(),
            egress.payment(),
            egress.beacon(),
            egress.telemetry())
        .anyMatch(peers -> !peers.isEmpty());
  }
}
