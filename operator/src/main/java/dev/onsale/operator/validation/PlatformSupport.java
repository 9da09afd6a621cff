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
              s -> s.redis().mode() == RedisStore.Mode.Unsupported,
              "spec.redis.mode",
              "use Standalone, Sentinel or Cluster"),
          new NotYet<>(
              s -> s.redis().tls().mode() == Tls.Mode.Unsupported,
              "spec.redis.tls.mode",
              "use Disabled, Required or Verified"),
          new NotYet<>(
              s -> s.postgres().tls().mode() == Tls.Mode.Unsupported,
              "spec.postgres.tls.mode",
              "use Disabled, Required or Verified"),
          new NotYet<>(
              s -> s.kafka().security().protocol() == KafkaStore.Protocol.Unsupported,
              "spec.kafka.security.protocol",
              "use Plaintext, Ssl, SaslPlaintext or SaslSsl"),
          new NotYet<>(
              s -> usersAsked(s.kafka()) && !scram(s.kafka().security().mechanism()),
              "spec.kafka.security.mechanism",
              "use ScramSha256 or ScramSha512: brokers let nobody make users for Plain"),
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

  private static boolean usersAsked(KafkaStore store) {
    return store.credentials() == Credentials.Provisioned
        && (store.security().protocol() == KafkaStore.Protocol.SaslPlaintext
            || store.security().protocol() == KafkaStore.Protocol.SaslSsl);
  }

  private static boolean scram(KafkaStore.Mechanism mechanism) {
    return mechanism == KafkaStore.Mechanism.ScramSha256
        || mechanism == KafkaStore.Mechanism.ScramSha512;
  }
}
