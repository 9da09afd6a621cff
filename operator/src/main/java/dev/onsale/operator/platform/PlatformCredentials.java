package dev.onsale.operator.platform;

import dev.onsale.api.v1alpha1.PostgresStore;
import dev.onsale.api.v1alpha1.RedisStore;
import dev.onsale.api.v1alpha1.SecretRef;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.api.v1alpha1.Tls;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.config.BootSettings;
import dev.onsale.operator.kafka.KafkaAccount;
import dev.onsale.operator.postgres.PostgresAccount;
import dev.onsale.operator.redis.RedisAccount;
import dev.onsale.operator.stores.StoreFailure;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operator's logins in Secrets of its own namespace, keys {@code username} and {@code
 * password}.
 */
public final class PlatformCredentials {

  private static final int REDIS_PORT = 6379;

  private final KubernetesClient client;
  private final String namespace;

  private record Login(String username, String password) {}

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
    Login login = login(store.adminSecretRef(), "spec.postgres.adminSecretRef", null);
    return new PostgresAccount(
        store.host(),
        store.port(),
        store.database(),
        BootSettings.sslMode(store.tls()),
        login.username(),
        login.password());
  }

  RedisAccount redis(TicketPlatformSpec spec) {
    RedisStore store = spec.redis();
    Login login = login(store.adminSecretRef(), "spec.redis.adminSecretRef", "default");
    String endpoint = store.endpoints().getFirst();
    int colon = endpoint.lastIndexOf(':');
    return new RedisAccount(
        colon < 0 ? endpoint : endpoint.substring(0, colon),
        colon < 0 ? REDIS_PORT : port(endpoint.substring(colon + 1)),
        store.tls().mode() != Tls.Mode.Disabled,
        login.username(),
        login.password());
  }

  KafkaAccount kafka(TicketPlatformSpec spec) {
    return new KafkaAccount(spec.kafka().bootstrapServers());
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new StoreFailure(
          Reason.Refused,
          "spec.redis.endpoints: \"%s\" is no port; write host:port".formatted(text),
          e);
    }
  }

  private Login login(@Nullable SecretRef ref, String field, @Nullable String defaultUsername) {
    if (ref == null) {
      throw new StoreFailure(Reason.AdminSecretMissing, field + " is missing; name a Secret");
    }
    Secret secret = client.secrets().inNamespace(namespace).withName(ref.name()).get();
    if (secret == null) {
      throw new StoreFailure(
          Reason.AdminSecretMissing,
          "%s names Secret \"%s\", which namespace %s does not have; create it with keys username and password"
              .formatted(field, ref.name(), namespace));
    }
    Map<String, String> data = secret.getData() == null ? Map.of() : secret.getData();
    String username = data.containsKey("username") ? decode(data.get("username")) : defaultUsername;
    if (username == null || !data.containsKey("password")) {
      throw new StoreFailure(
          Reason.AdminSecretMissing,
          "Secret %s/%s named by %s lacks key %s; add it"
              .formatted(namespace, ref.name(), field, username == null ? "username" : "password"));
    }
    return new Login(username, decode(data.get("password")));
  }

  private static String decode(String encoded) {
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }
}
