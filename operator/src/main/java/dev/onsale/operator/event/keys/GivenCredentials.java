package dev.onsale.operator.event.keys;

import dev.onsale.api.v1alpha1.Credentials;
import dev.onsale.api.v1alpha1.KafkaStore;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.event.plan.EventNames;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.secrets.GivenLogins;
import dev.onsale.operator.stores.StoreFailure;
import dev.onsale.runtime.RuntimeLogins.Login;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logins that people give where the platform says {@code credentials: FromSecret}: Secret {@code
 * N-credentials} in the event's namespace; its keys are listed in docs/operations.md.
 */
final class GivenCredentials {

  private final KubernetesClient client;

  GivenCredentials(KubernetesClient client) {
    this.client = client;
  }

  /**
   * @throws StoreFailure naming Secret and key, if one is missing, empty or unreadable
   */
  GivenLogins of(TicketPlatformSpec platform, EventIdentity event) {
    boolean postgres = platform.postgres().credentials() == Credentials.FromSecret;
    boolean redis = platform.redis().credentials() == Credentials.FromSecret;
    KafkaStore.Protocol protocol = platform.kafka().security().protocol();
    boolean kafka =
        platform.kafka().credentials() == Credentials.FromSecret
            && protocol != KafkaStore.Protocol.Plaintext;
    if (!postgres && !redis && !kafka) {
      return GivenLogins.NONE;
    }
    Keys keys = new Keys(event.namespace(), EventNames.credentials(event.name()), read(event));
    boolean certificate = kafka && protocol == KafkaStore.Protocol.Ssl;
    return new GivenLogins(
        postgres ? keys.login("postgres") : null,
        postgres ? keys.login("postgres-owner") : null,
        redis ? keys.login("redis") : null,
        kafka && !certificate ? keys.login("kafka") : null,
        certificate
            ? Map.of(
                "kafka-tls.crt", keys.pem("kafka-tls.crt", "CERTIFICATE"),
                "kafka-tls.key", keys.pem("kafka-tls.key", "PRIVATE KEY"))
            : Map.of());
  }

  private Map<String, String> read(EventIdentity event) {
    String name = EventNames.credentials(event.name());
    Secret secret = client.secrets().inNamespace(event.namespace()).withName(name).get();
    if (secret == null) {
      throw new StoreFailure(
          Reason.CredentialsMissing,
          "The platform takes logins from Secret %s/%s, which is not there; create it"
              .formatted(event.namespace(), name));
    }
    return secret.getData() == null ? Map.of() : secret.getData();
  }

  private record Keys(String namespace, String name, Map<String, String> data) {

    Login login(String store) {
      return new Login(text(store + "-username"), text(store + "-password"));
    }

    String pem(String key, String what) {
      String text = text(key);
      if (!text.contains("-----BEGIN " + what + "-----")) {
        throw wrong(key, "holds no " + what + " in PEM");
      }
      return text;
    }

    private String text(String key) {
      String encoded = data.get(key);
      String text = encoded == null ? "" : decoded(key, encoded);
      if (text.isBlank()) {
        throw wrong(key, encoded == null ? "is missing" : "is empty");
      }
      if (!key.startsWith("kafka-tls") && !text.equals(text.strip())) {
        throw wrong(key, "begins or ends with white space; write it without a line end");
      }
      return text;
    }

    private String decoded(String key, @Nullable String encoded) {
      try {
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw wrong(key, "is not base64");
      }
    }

    private StoreFailure wrong(String key, String problem) {
      return new StoreFailure(
          Reason.CredentialsMissing,
          "Key %s of Secret %s/%s %s; correct it".formatted(key, namespace, name, problem));
    }
  }
}
