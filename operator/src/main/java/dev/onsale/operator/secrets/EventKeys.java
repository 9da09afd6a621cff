package dev.onsale.operator.secrets;

import dev.onsale.operator.config.JsonFiles;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.runtime.RuntimeKeys;
import dev.onsale.runtime.RuntimeLogins;
import dev.onsale.runtime.RuntimeLogins.Login;
import dev.onsale.runtime.TokenKind;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything secret of one event. Holds no state: equal identity, root and generation give equal
 * material. Keys of tokens change with the generation of the logins, each known for a while before
 * and after; keys of tickets, of order links and of pseudonyms never change.
 */
public final class EventKeys {

  private static final int FIRST = 1;
  private static final int KEY_BYTES = 32;
  private static final String LOGINS = "logins.json";
  private static final Login NO_LOGIN = new Login("", "");
  private static final String POSTGRES_AUTHORITY = "postgres-ca.crt";
  private static final List<String> LASTING = List.of("access-key", "pass-key");

  /**
   * A pseudonym outlives every token, and those of events that stand were made with the first
   * device key. The two uses are kept apart by their purpose.
   */
  private static final String PSEUDONYMS = TokenKind.Device.keyName();

  private final KeyDerivation derivation;
  private final EventIdentity event;
  private final int generation;
  private final KeyHistory history;
  private final @Nullable String platform;
  private final boolean kafkaUser;
  private final Map<String, String> certificates;
  private final GivenLogins given;

  /** With the logins of the first generation, for stores without encryption. */
  public EventKeys(KeyDerivation derivation, EventIdentity event) {
    this(derivation, event, FIRST, KeyHistory.FIRST, null, false, Map.of(), GivenLogins.NONE);
  }

  private EventKeys(
      KeyDerivation derivation,
      EventIdentity event,
      int generation,
      KeyHistory history,
      @Nullable String platform,
      boolean kafkaUser,
      Map<String, String> certificates,
      GivenLogins given) {
    this.derivation = derivation;
    this.event = event;
    this.generation = generation;
    this.history = history;
    this.platform = platform;
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
    return new EventKeys(
        derivation, event, generation, history, platform, withKafkaUser, authorities, logins);
  }

  /** The same event with what is secret of its platform. */
  public EventKeys of(String platformName) {
    return new EventKeys(
        derivation, event, generation, history, platformName, kafkaUser, certificates, given);
  }

  /**
   * The same event with other logins.
   *
   * @param rotations generation of the logins, from 1
   */
  public EventKeys at(int rotations) {
    return new EventKeys(
        derivation, event, rotations, history, platform, kafkaUser, certificates, given);
  }

  /** The same event with these token keys. */
  public EventKeys with(KeyHistory tokenKeys) {
    return new EventKeys(
        derivation, event, generation, tokenKeys, platform, kafkaUser, certificates, given);
  }

  /** Since when there are which token keys. */
  public KeyHistory history() {
    return history;
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
    files.put("token-keys.json", JsonFiles.write(tokenKeys()));
    files.put("pseudonym-key", key(PSEUDONYMS, FIRST));
    LASTING.forEach(key -> files.put(key, key(key, FIRST)));
    if (platform != null) {
      files.put(
          PlatformKeys.WEBHOOK_SECRET,
          new PlatformKeys(derivation, event.clusterId(), platform).webhookSecret());
    }
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

  private RuntimeKeys tokenKeys() {
    return new RuntimeKeys(
        keys(TokenKind.Place),
        keys(TokenKind.Entry),
        keys(TokenKind.Device),
        keys(TokenKind.Identity),
        keys(TokenKind.Hold));
  }

  private List<RuntimeKeys.Key> keys(TokenKind kind) {
    return history.keys(kind, made -> key(kind.keyName(), made));
  }

  private String key(String purpose, int made) {
    return Base64.getEncoder().encodeToString(derivation.bytes(event, purpose, made, KEY_BYTES));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventKeys same
        && derivation.equals(same.derivation)
        && event.equals(same.event)
        && generation == same.generation
        && history.equals(same.history)
        && Objects.equals(platform, same.platform)
        && kafkaUser == same.kafkaUser
        && certificates.equals(same.certificates)
        && given.equals(same.given);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        derivation, event, generation, history, platform, kafkaUser, certificates, given);
  }

  @Override
  public String toString() {
    return "EventKeys[" + event.readableName() + "]";
  }
}
