package dev.onsale.operator.kafka;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.stores.StoreFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Short connections to a platform's brokers; every call takes at most 10 s. */
final class KafkaAdmin {

  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int REQUEST_MILLIS = 5_000;

  private KafkaAdmin() {}

  /** Work with the brokers. */
  @FunctionalInterface
  interface Work<T> {
    T on(Admin admin) throws InterruptedException, ExecutionException, TimeoutException;
  }

  /**
   * @throws StoreFailure if the brokers do not answer or refuse
   */
  static <T> T with(KafkaAccount account, Work<T> work) {
    try (Admin admin = Admin.create(properties(account))) {
      return work.on(admin);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreFailure(Reason.Unreachable, "The operator is stopping", e);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw classify(account, e);
    }
  }

  static <T> T answer(KafkaFuture<T> asked)
      throws InterruptedException, ExecutionException, TimeoutException {
    return asked.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Map<String, Object> properties(KafkaAccount account) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, account.bootstrapServers());
    settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "onsale-operator");
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "2000");
    settings.put(AdminClientConfig.SECURITY_PROTOCOL_CONFIG, account.protocol());
    String authority = account.trust().authority();
    if (authority != null) {
      settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
      settings.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, authority);
    }
    KafkaAccount.Identity identity = account.identity();
    if (identity != null) {
      settings.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
      settings.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, identity.chain());
      settings.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, identity.key());
    }
    String mechanism = account.mechanism();
    KafkaAccount.Login login = account.login();
    if (mechanism != null && login != null) {
      settings.put(SaslConfigs.SASL_MECHANISM, mechanism);
      settings.put(SaslConfigs.SASL_JAAS_CONFIG, jaas(mechanism, login));
    }
    return settings;
  }

  private static String jaas(String mechanism, KafkaAccount.Login login) {
    String module =
        mechanism.startsWith("SCRAM")
            ? "org.apache.kafka.common.security.scram.ScramLoginModule"
            : "org.apache.kafka.common.security.plain.PlainLoginModule";
    return "%s required username=\"%s\" password=\"%s\";"
        .formatted(module, quoted(login.username()), quoted(login.password()));
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static StoreFailure classify(KafkaAccount account, Exception failure) {
    Throwable cause =
        failure instanceof ExecutionException e && e.getCause() != null ? e.getCause() : failure;
    return switch (cause) {
      case SslAuthenticationException e ->
          new StoreFailure(
              Reason.Untrusted,
              "The certificate of Kafka at %s, or the operator's own, is not trusted (%s); check spec.kafka.security.caSecretRef, and that the certificate names this host"
                  .formatted(account.bootstrapServers(), e.getMessage()),
              e);
      case AuthenticationException e ->
          new StoreFailure(
              Reason.AuthenticationFailed,
              "Kafka at %s refuses the operator; check spec.kafka.adminSecretRef and security.mechanism"
                  .formatted(account.bootstrapServers()),
              e);
      case AuthorizationException e ->
          new StoreFailure(
              Reason.PermissionDenied,
              "Kafka at %s lets the operator not do what provisioning needs (%s); allow it to create and alter topics, users and ACLs"
                  .formatted(account.bootstrapServers(), e.getMessage()),
              e);
      case org.apache.kafka.common.errors.RetriableException e -> unreachable(account, e);
      case TimeoutException e -> unreachable(account, e);
      case org.apache.kafka.common.config.ConfigException e -> unreachable(account, e);
      default ->
          cause.getMessage() != null && cause.getMessage().startsWith("Failed to create")
              ? unreachable(account, cause)
              : new StoreFailure(
                  Reason.Refused,
                  "Kafka at %s answered: %s"
                      .formatted(account.bootstrapServers(), cause.getMessage()),
                  cause);
    };
  }

  private static StoreFailure unreachable(KafkaAccount account, Throwable cause) {
    return new StoreFailure(
        Reason.Unreachable,
        "Kafka at %s does not answer; check spec.kafka.bootstrapServers and security.protocol, and that it runs"
            .formatted(account.bootstrapServers()),
        cause);
  }
}
