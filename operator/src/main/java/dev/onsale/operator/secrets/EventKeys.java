package dev.onsale.operator.secrets;

import dev.onsale.operator.identity.EventIdentity;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything secret of one event. Holds no state: equal identity and root give equal material.
 *
 * <p>Rotation raises the generation; issue 3 knows generation 1 only.
 */
public final class EventKeys {

  private static final int GENERATION = 1;
  private static final int KEY_BYTES = 32;

  private final KeyDerivation derivation;
  private final EventIdentity event;

  public EventKeys(KeyDerivation derivation, EventIdentity event) {
    this.derivation = derivation;
    this.event = event;
  }

  public String postgresLoginPassword() {
    return derivation.password(event, "postgres-login-a", GENERATION);
  }

  public String postgresOwnerPassword() {
    return derivation.password(event, "postgres-owner", GENERATION);
  }

  public String redisPassword() {
    return derivation.password(event, "redis", GENERATION);
  }

  /** Files of the Secret that the runtime mounts. */
  public Map<String, String> runtimeFiles() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("postgres-password", postgresLoginPassword());
    files.put("redis-password", redisPassword());
    for (String key :
        new String[] {"place-key", "entry-key", "device-key", "access-key", "pass-key"}) {
      files.put(key, key(key));
    }
    return files;
  }

  /** Files of the Secret that only the init container mounts. */
  public Map<String, String> ownerFiles() {
    return Map.of("postgres-password", postgresOwnerPassword());
  }

  private String key(String purpose) {
    return Base64.getEncoder()
        .encodeToString(derivation.bytes(event, purpose, GENERATION, KEY_BYTES));
  }

  @Override
  public String toString() {
    return "EventKeys[" + event.readableName() + "]";
  }
}
