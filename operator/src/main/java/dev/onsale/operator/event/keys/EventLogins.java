package dev.onsale.operator.event.keys;

import dev.onsale.api.v1alpha1.KafkaStore;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.config.BootSettings;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.platform.PlatformCredentials;
import dev.onsale.operator.postgres.PostgresAccount;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.operator.secrets.GivenLogins;
import dev.onsale.operator.secrets.KeyHistory;
import dev.onsale.operator.secrets.Rotation;
import dev.onsale.operator.stores.StoreFailure;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The logins of events: derived, or made by people, for the stores of their platform. */
public final class EventLogins {

  private final PlatformCredentials credentials;
  private final GivenCredentials given;

  /** By store key; only of events whose logins people made. */
  private final Map<String, GivenLogins> seen = new ConcurrentHashMap<>();

  public EventLogins(KubernetesClient client, PlatformCredentials credentials) {
    this.credentials = credentials;
    this.given = new GivenCredentials(client);
  }

  /**
   * The event's material for the platform's stores, with logins of the first generation.
   *
   * @throws StoreFailure if a Secret with certificates or logins is missing or unusable
   */
  public EventKeys of(TicketPlatformSpec platform, EventIdentity event, EventKeys keys) {
    GivenLogins read = given.of(platform, event);
    if (read.equals(GivenLogins.NONE)) {
      seen.remove(event.storeKey());
    } else {
      seen.put(event.storeKey(), read);
    }
    return at(platform, keys, read);
  }

  /**
   * The same for an event that is being deleted: logins that people made may be gone with its
   * namespace, and are then those that this process saw last.
   *
   * @throws StoreFailure as {@link #of}, if it saw none
   */
  public EventKeys ofDeleted(TicketPlatformSpec platform, EventIdentity event, EventKeys keys) {
    GivenLogins last = seen.get(event.storeKey());
    return last == null ? of(platform, event, keys) : at(platform, keys, last);
  }

  /** The event is gone. */
  public void forget(EventIdentity event) {
    seen.remove(event.storeKey());
  }

  private EventKeys at(TicketPlatformSpec platform, EventKeys keys, GivenLogins logins) {
    KafkaStore.Security security = platform.kafka().security();
    boolean kafkaUser =
        security.protocol() == KafkaStore.Protocol.SaslPlaintext
            || security.protocol() == KafkaStore.Protocol.SaslSsl;
    return keys.at(kafkaUser, credentials.certificates(platform), logins);
  }

  /**
   * Names at PostgreSQL, as pods are told. A rotation changes nothing that needs a roll: migrations
   * grant to both logins of the event.
   */
  public static BootSettings.Roles roles(EventIdentity event, EventKeys keys) {
    return new BootSettings.Roles(
        keys.given().postgres() == null ? event.loginRole(1) : keys.logins().postgres().username(),
        keys.postgresOwner().username());
  }

  /** Which logins are in force, as far as the event's status says. */
  public static Rotation rotation(TicketEvent event) {
    TicketEventStatus status = event.getStatus();
    TicketEventStatus.Data data = status == null ? null : status.data();
    TicketEventStatus.Logins logins = data == null ? null : data.logins();
    Integer generation = logins == null ? null : logins.generation();
    Integer retired = logins == null ? null : logins.retired();
    return logins == null || generation == null || retired == null
        ? Rotation.first(EventLabels.annotation(event, EventLabels.ROTATE))
        : new Rotation(generation, retired, logins.request());
  }

  /** Since when there are which token keys, as far as the event's status says. */
  public static KeyHistory tokenKeys(TicketEvent event) {
    TicketEventStatus status = event.getStatus();
    TicketEventStatus.Data data = status == null ? null : status.data();
    List<KeyHistory.Since> known = new ArrayList<>();
    for (TicketEventStatus.TokenKeys keys :
        data == null ? List.<TicketEventStatus.TokenKeys>of() : data.keys()) {
      Integer generation = keys.generation();
      String since = keys.since();
      if (generation != null) {
        known.add(new KeyHistory.Since(generation, since == null ? null : Instant.parse(since)));
      }
    }
    return known.isEmpty() ? KeyHistory.FIRST : new KeyHistory(known);
  }

  /** Who reads the event's rows: the operator, or the event's owner where people made it. */
  public static PostgresAccount reading(PostgresAccount operator, EventKeys keys) {
    return keys.given().postgres() == null
        ? operator
        : operator.as(keys.postgresOwner().username(), keys.postgresOwner().password());
  }
}
