package dev.onsale.operator.validation;

import dev.onsale.api.v1alpha1.Credentials;
import dev.onsale.api.v1alpha1.Delivery;
import dev.onsale.api.v1alpha1.KafkaStore;
import dev.onsale.api.v1alpha1.PaymentProvider;
import dev.onsale.api.v1alpha1.RedisStore;
import dev.onsale.api.v1alpha1.Routing;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.api.v1alpha1.Tls;
import java.util.List;
import java.util.Optional;

/** What this version of Onsale cannot do yet for a platform, though the API can say it. */
public final class PlatformSupport {

  private static final List<NotYet<TicketPlatformSpec>> NOT_YET =
      List.of(
          new NotYet<>(
              s -> s.redis().mode() != RedisStore.Mode.Standalone,
              "spec.redis.mode",
              "use Standalone"),
          new NotYet<>(
              s -> s.redis().endpoints().size() != 1,
              "spec.redis.endpoints",
              "name the one server"),
          new NotYet<>(
              s -> s.redis().tls().mode() != Tls.Mode.Disabled,
              "spec.redis.tls.mode",
              "use Disabled"),
          new NotYet<>(
              s -> s.redis().credentials() != Credentials.Provisioned,
              "spec.redis.credentials",
              "use Provisioned"),
          new NotYet<>(
              s -> s.redis().adminSecretRef() == null,
              "spec.redis.adminSecretRef",
              "name a Secret with username and password of an administrator"),
          new NotYet<>(
              s ->
                  s.postgres().tls().mode() != Tls.Mode.Disabled
                      && s.postgres().tls().mode() != Tls.Mode.Required,
              "spec.postgres.tls.mode",
              "use Disabled or Required"),
          new NotYet<>(
              s -> s.postgres().credentials() != Credentials.Provisioned,
              "spec.postgres.credentials",
              "use Provisioned"),
          new NotYet<>(
              s -> s.postgres().adminSecretRef() == null,
              "spec.postgres.adminSecretRef",
              "name a Secret with username and password of a login with CREATEROLE"),
          new NotYet<>(
              s -> s.kafka().security().protocol() != KafkaStore.Protocol.Plaintext,
              "spec.kafka.security.protocol",
              "use Plaintext"),
          new NotYet<>(
              s -> s.kafka().credentials() != Credentials.Provisioned,
              "spec.kafka.credentials",
              "use Provisioned"),
          new NotYet<>(
              s -> s.payment().provider() != PaymentProvider.Kind.Sandbox,
              "spec.payment.provider",
              "use Sandbox"),
          new NotYet<>(
              s -> s.routing().type() == Routing.Type.Unsupported,
              "spec.routing.type",
              "use Ingress, HTTPRoute or None"),
          new NotYet<>(
              s -> s.delivery().strategy() == Delivery.Strategy.Unsupported,
              "spec.delivery.strategy",
              "use RollingUpdate or BlueGreen"),
          new NotYet<>(
              s -> !s.runtime().imagePullSecrets().isEmpty(),
              "spec.runtime.imagePullSecrets",
              "let nodes pull the image without them"));

  private PlatformSupport() {}

  public static Optional<Problem> problem(TicketPlatformSpec spec) {
    return NotYet.problem(NOT_YET, spec);
  }
}
