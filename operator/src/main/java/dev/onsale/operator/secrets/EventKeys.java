package dev.onsale.operator.secrets;

import dev.onsale.operator.config.JsonFiles;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.runtime.RuntimeLogins;
import dev.onsale.runtime.RuntimeLogins.Login;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything secret of one event. Holds no state: equal identity, root and generation give equal
 * material. Keys of tokens and tickets do not change with the generation of the logins.
 */
public final class EventKeys {

  private static final int FIRST = 1;
  private static final int KEY_BYTES = 32;
  private static final String LOGINS = "logins.json";
  private static final Login NO_LOGIN = new Login("", "");
  private static final String POSTGRES_AUTHORITY = "postgres-ca.crt";
  private static final List<String> KEYS =
      List.of("place-key", "entry-key", "device-key", "access-key", "pass-key");

  private final KeyDerivation derivation;
  private final EventIdentity event;
  private final int generation;
  private final boolean kafkaUser;
  private final Map<String, String> certificates;
  private final GivenLogins given;

  /** With the logins of the first generation, for stores without encryption. */
  public EventKeys(KeyDerivation derivation, EventIdentity event) {
    this(derivation, event, FIRST, false, Map.of(), GivenLogins.NONE);
  }

  private EventKeys(
      KeyDerivation derivation,
      EventIdentity event,
      int generation,
      boolean kafkaUser,
      Map<String, String> certificates,
      GivenLogins given) {
    this.derivation = derivation;
    this.event = event;
    this.generation = generation;
    this.kafkaUser = kafkaUser;
    this.certificates = certificates;
    this.given = given;
  }

  /**
   * The same event at these stores.
   *
   * @param withKafkaUser whether Kafka asks for a login
   * @param authorities files with certificates of the stores' authorities
   * @param logins that people made
   */
  public EventKeys at(boolean withKafkaUser, Map<String, String> authorities, GivenLogins logins) {
    return new EventKeys(derivation, event, generation, withKafkaUser, authorities, logins);
  }

  /**
   * The same event with other logins.
   *
   * @param rotations generation of the logins, from 1
   */
  public EventKeys at(int rotations) {
    return new EventKeys(derivation, event, rotations, kafkaUser, certificates, given);
  }

  /** The event's logins at the stores. */
  public RuntimeLogins logins() {
    Login kafka = kafkaUser ? either(given.kafka(), "kafka") : null;
    return new RuntimeLogins(
        generation,
        either(given.postgres(), "postgres-login"),
        either(given.redis(), "redis"),
        kafka);
  }

  private Login either(@Nullable Login made, String purpose) {
    return made != null
        ? made
        : new Login(event.loginRole(generation), derivation.password(event, purpose, generation));
  }

  /** Who owns the schema. */
  public Login postgresOwner() {
    Login owner = given.postgresOwner();
    return owner != null
        ? owner
        : new Login(event.ownerRole(), derivation.password(event, "postgres-owner", FIRST));
  }

  /** What people made of the above. */
  public GivenLogins given() {
    return given;
  }

  /** Files of the Secret that the runtime mounts. */
  public Map<String, String> runtimeFiles() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(LOGINS, JsonFiles.write(logins()));
    KEYS.forEach(key -> files.put(key, key(key)));
    files.putAll(certificates);
    files.putAll(given.files());
    return files;
  }

  /** Files of the Secret that only the init container mounts. */
  public Map<String, String> ownerFiles() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("postgres-password", postgresOwner().password());
    String authority = certificates.get(POSTGRES_AUTHORITY);
    if (authority != null) {
      files.put(POSTGRES_AUTHORITY, authority);
    }
    return files;
  }

  /**
   * Files for who settles what a deleted event left open: logins without Redis, certificates, and
   * no key.
   */
  public Map<String, String> settlingFiles() {
    RuntimeLogins all = logins();
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        LOGINS,
        JsonFiles.write(
            new RuntimeLogins(all.generation(), all.postgres(), NO_LOGIN, all.kafka())));
    files.putAll(certificates);
    files.putAll(given.files());
    return files;
  }

  private String key(String purpose) {
    return Base64.getEncoder().encodeToString(derivation.bytes(event, purpose, FIRST, KEY_BYTES));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventKeys same
        && derivation.equals(same.derivation)
        && event.equals(same.event)
        && generation == same.generation
        && kafkaUser == same.kafkaUser
        && certificates.equals(same.certificates)
        && given.equals(same.given);
  }

  @Override
  public int hashCode() {
    return Objects.hash(derivation, event, generation, kafkaUser, certificates, given);
  }

  @Override
  public String toString() {
    return "EventKeys[" + event.readableName() + "]";
  }
}
