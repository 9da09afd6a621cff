package dev.onsale.operator.secrets;

import dev.onsale.operator.cluster.RecentAnswers;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The root Secret in the operator's namespace. It is created once. A ConfigMap beside it keeps the
 * root's fingerprint (16 hex digits of SHA-256), so that a root that was lost or replaced is
 * noticed: passwords and ticket keys of every event depend on it, and new ones would void every
 * ticket already sold.
 */
public final class RootSecret {

  public static final String SECRET_NAME = "onsale-root";
  public static final String FINGERPRINT_NAME = "onsale-root-fingerprint";
  private static final String KEY = "root";
  private static final String FINGERPRINT = "sha256";
  private static final int ROOT_BYTES = 32;

  /** What stands in the operator's namespace. */
  public sealed interface State {

    /** The root is there and is the one that material was derived from. */
    record Present(KeyDerivation derivation) implements State {}

    /**
     * Material was derived from a root that is gone.
     *
     * @param message what to do, for people
     */
    record Lost(String message) implements State {}
  }

  private final KubernetesClient client;
  private final String namespace;
  private final RecentAnswers<String, Secret> secrets = new RecentAnswers<>();
  private @Nullable Remembered remembered;

  private record Remembered(String resourceVersion, KeyDerivation derivation) {}

  public RootSecret(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * Reads the root, and creates it where nothing was ever derived.
   *
   * @param materialExists whether some event already has data; asked only when the root is missing
   */
  public synchronized State read(BooleanSupplier materialExists) {
    Secret secret =
        secrets.get(
            SECRET_NAME, name -> client.secrets().inNamespace(namespace).withName(name).get());
    if (secret != null
        && remembered != null
        && remembered.resourceVersion().equals(secret.getMetadata().getResourceVersion())) {
      return new State.Present(remembered.derivation());
    }
    ConfigMap mark = client.configMaps().inNamespace(namespace).withName(FINGERPRINT_NAME).get();
    if (secret == null) {
      if (mark != null || materialExists.getAsBoolean()) {
        return new State.Lost(
            "Secret %s/%s is gone, and events depend on it; restore it from a backup"
                .formatted(namespace, SECRET_NAME));
      }
      secret = create();
    }
    byte[] root = decode(secret);
    if (root.length < ROOT_BYTES) {
      return new State.Lost(
          "Secret %s/%s has no key \"%s\" of %d bytes; restore it from a backup"
              .formatted(namespace, SECRET_NAME, KEY, ROOT_BYTES));
    }
    if (mark == null) {
      writeFingerprint(root);
    } else if (!fingerprint(root).equals(mark.getData().get(FINGERPRINT))) {
      return new State.Lost(
          "Secret %s/%s is not the one that passwords and ticket keys were derived from; restore it from a backup"
              .formatted(namespace, SECRET_NAME));
    }
    KeyDerivation derivation = new KeyDerivation(root);
    remembered = new Remembered(secret.getMetadata().getResourceVersion(), derivation);
    return new State.Present(derivation);
  }

  private Secret create() {
    byte[] root = new byte[ROOT_BYTES];
    new SecureRandom().nextBytes(root);
    Secret fresh =
        new SecretBuilder()
            .withNewMetadata()
            .withName(SECRET_NAME)
            .withNamespace(namespace)
            .addToAnnotations(
                "onsale.dev/backup",
                "Keep a copy: passwords and ticket keys of every event are derived from it.")
            .endMetadata()
            .withType("onsale.dev/root")
            .withImmutable(true)
            .addToData(KEY, Base64.getEncoder().encodeToString(root))
            .build();
    try {
      return client.resource(fresh).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409) {
        throw e;
      }
      // Another replica was first: its root counts.
      return client.secrets().inNamespace(namespace).withName(SECRET_NAME).require();
    }
  }

  private void writeFingerprint(byte[] root) {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(FINGERPRINT_NAME)
                .withNamespace(namespace)
                .endMetadata()
                .addToData(FINGERPRINT, fingerprint(root))
                .build())
        .create();
  }

  private static byte[] decode(Secret secret) {
    String encoded = secret.getData() == null ? null : secret.getData().get(KEY);
    return encoded == null ? new byte[0] : Base64.getDecoder().decode(encoded);
  }

  private static String fingerprint(byte[] root) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(root);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
