package dev.onsale.operator.platform;

import dev.onsale.api.v1alpha1.Credentials;
import dev.onsale.api.v1alpha1.KafkaStore;
import dev.onsale.api.v1alpha1.PostgresStore;
import dev.onsale.api.v1alpha1.RedisStore;
import dev.onsale.api.v1alpha1.SecretRef;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.api.v1alpha1.Tls;
import dev.onsale.operator.cluster.RecentAnswers;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.kafka.KafkaAccount;
import dev.onsale.operator.postgres.PostgresAccount;
import dev.onsale.operator.redis.RedisAccount;
import dev.onsale.operator.redis.RedisAccount.Topology;
import dev.onsale.operator.stores.StoreFailure;
import dev.onsale.operator.stores.Trust;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operator's logins in Secrets of its own namespace, keys {@code username} and {@code
 * password}.
 */
public final class PlatformCredentials {

  private final KubernetesClient client;
  private final String namespace;
  private final RecentAnswers<String, Secret> secrets = new RecentAnswers<>();

  private record Login(String username, String password) {}

  /** Where people make the logins of events, the operator has none of its own. */
  private static final Login NOBODY = new Login("", "");

  public PlatformCredentials(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * @throws StoreFailure if a Secret or a key is missing
   */
  public PlatformAccounts of(TicketPlatformSpec spec) {
    return new PlatformAccounts(postgres(spec), redis(spec), kafka(spec));
  }

  PostgresAccount postgres(TicketPlatformSpec spec) {
    PostgresStore store = spec.postgres();
    Login login =
        store.credentials() == Credentials.FromSecret
            ? NOBODY
            : login(store.adminSecretRef(), "spec.postgres.adminSecretRef", null);
    return new PostgresAccount(
        store.host(),
        store.port(),
        store.database(),
        trust(store.tls(), "spec.postgres.tls.caSecretRef"),
        login.username(),
        login.password(),
        true);
  }

  RedisAccount redis(TicketPlatformSpec spec) {
    RedisStore store = spec.redis();
    Login login =
        store.credentials() == Credentials.FromSecret
            ? NOBODY
            : login(store.adminSecretRef(), "spec.redis.adminSecretRef", "default");
    RedisStore.Sentinel sentinel = store.sentinel();
    return new RedisAccount(
        switch (store.mode()) {
          case Sentinel -> Topology.Sentinel;
          case Cluster -> Topology.Cluster;
          case Standalone, Unsupported -> Topology.Standalone;
        },
        store.endpoints(),
        sentinel == null ? null : sentinel.masterName(),
        trust(store.tls(), "spec.redis.tls.caSecretRef"),
        login.username(),
        login.password());
  }

  KafkaAccount kafka(TicketPlatformSpec spec) {
    KafkaStore store = spec.kafka();
    KafkaStore.Protocol protocol = store.security().protocol();
    boolean sasl =
        protocol == KafkaStore.Protocol.SaslPlaintext || protocol == KafkaStore.Protocol.SaslSsl;
    boolean made = store.credentials() == Credentials.FromSecret;
    Login login =
        sasl && !made ? login(store.adminSecretRef(), "spec.kafka.adminSecretRef", null) : null;
    return new KafkaAccount(
        store.bootstrapServers(),
        protocol.kafkaName(),
        sasl ? store.security().mechanism().kafkaName() : null,
        kafkaTrust(store),
        login == null ? null : new KafkaAccount.Login(login.username(), login.password()),
        protocol == KafkaStore.Protocol.Ssl ? identity(store.adminSecretRef()) : null);
  }

  /** The operator's own certificate, where brokers ask for one. */
  private KafkaAccount.@Nullable Identity identity(@Nullable SecretRef ref) {
    if (ref == null) {
      return null;
    }
    Map<String, String> data =
        data(secret(ref, "spec.kafka.adminSecretRef", "tls.crt and tls.key"));
    if (!data.containsKey("tls.crt") || !data.containsKey("tls.key")) {
      throw new StoreFailure(
          Reason.AdminSecretMissing,
          "Secret %s/%s named by spec.kafka.adminSecretRef lacks tls.crt or tls.key, which protocol Ssl needs; add them in PEM, the key as PKCS#8"
              .formatted(namespace, ref.name()));
    }
    return new KafkaAccount.Identity(decode(data.get("tls.crt")), decode(data.get("tls.key")));
  }

  /**
   * Certificates of the stores' authorities, as files of the pods.
   *
   * @throws StoreFailure if a Secret or its key is missing
   */
  public Map<String, String> certificates(TicketPlatformSpec spec) {
    Map<String, String> files = new LinkedHashMap<>();
    put(files, "postgres-ca.crt", trust(spec.postgres().tls(), "spec.postgres.tls.caSecretRef"));
    put(files, "redis-ca.crt", trust(spec.redis().tls(), "spec.redis.tls.caSecretRef"));
    put(files, "kafka-ca.crt", kafkaTrust(spec.kafka()));
    return files;
  }

  private static void put(Map<String, String> files, String name, Trust trust) {
    String authority = trust.authority();
    if (authority != null) {
      files.put(name, authority);
    }
  }

  private Trust kafkaTrust(KafkaStore store) {
    return switch (store.security().protocol()) {
      case Ssl, SaslSsl ->
          new Trust(
              Trust.Level.Verified,
              authority(store.security().caSecretRef(), "spec.kafka.security.caSecretRef"));
      case Plaintext, SaslPlaintext, Unsupported -> Trust.PLAIN;
    };
  }

  private Trust trust(Tls tls, String field) {
    return switch (tls.mode()) {
      case Verified -> new Trust(Trust.Level.Verified, authority(tls.caSecretRef(), field));
      case Required -> new Trust(Trust.Level.Encrypted, null);
      case Disabled, Unsupported -> Trust.PLAIN;
    };
  }

  /** Certificates in PEM, from key {@code ca.crt}; null where none is named. */
  private @Nullable String authority(@Nullable SecretRef ref, String field) {
    if (ref == null) {
      return null;
    }
    String pem = data(secret(ref, field, "ca.crt")).get("ca.crt");
    if (pem == null) {
      throw new StoreFailure(
          Reason.AdminSecretMissing,
          "Secret %s/%s named by %s lacks key ca.crt; add the authority's certificate in PEM"
              .formatted(namespace, ref.name(), field));
    }
    String text = decode(pem);
    if (!text.contains("-----BEGIN CERTIFICATE-----")) {
      throw new StoreFailure(
          Reason.AdminSecretMissing,
          "Key ca.crt of Secret %s/%s named by %s holds no certificate; write it in PEM"
              .formatted(namespace, ref.name(), field));
    }
    return text;
  }

  private Login login(@Nullable SecretRef ref, String field, @Nullable String defaultUsername) {
    if (ref == null) {
      throw new StoreFailure(Reason.AdminSecretMissing, field + " is missing; name a Secret");
    }
    Map<String, String> data = data(secret(ref, field, "username and password"));
    String username = data.containsKey("username") ? decode(data.get("username")) : defaultUsername;
    if (username == null || !data.containsKey("password")) {
      throw new StoreFailure(
          Reason.AdminSecretMissing,
          "Secret %s/%s named by %s lacks key %s; add it"
              .formatted(namespace, ref.name(), field, username == null ? "username" : "password"));
    }
    return new Login(username, decode(data.get("password")));
  }

  /**
   * @param keys that it must have, for people
   */
  private Secret secret(SecretRef ref, String field, String keys) {
    Secret secret =
        secrets.get(
            ref.name(), name -> client.secrets().inNamespace(namespace).withName(name).get());
    if (secret == null) {
      throw new StoreFailure(
          Reason.AdminSecretMissing,
          "%s names Secret \"%s\", which namespace %s does not have; create it with %s"
              .formatted(field, ref.name(), namespace, keys));
    }
    return secret;
  }

  private static Map<String, String> data(Secret secret) {
    return secret.getData() == null ? Map.of() : secret.getData();
  }

  private static String decode(String encoded) {
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }
}
