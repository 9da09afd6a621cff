package dev.onsale.operator.event.deletion;

import dev.onsale.api.v1alpha1.DeletionPolicy;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.platform.PlatformAccounts;
import dev.onsale.operator.platform.PlatformCredentials;
import dev.onsale.operator.postgres.PostgresRetirement;
import dev.onsale.operator.redis.RedisProvisioner;
import dev.onsale.operator.stores.StoreFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Locks or drops an event's data, by its deletion policy. */
final class DataEnd {

  private static final Logger LOG = LoggerFactory.getLogger(DataEnd.class);

  /** What became of the data. */
  sealed interface Outcome {

    /**
     * The deletion may end.
     *
     * @param reason for a Kubernetes Event
     */
    record Ended(Reason reason, String message) implements Outcome {}

    /** A store is away, and the policy is to wait for it. */
    record Waiting(Reason reason, String message) implements Outcome {}
  }

  private final PlatformCredentials credentials;
  private final PostgresRetirement postgres;
  private final RedisProvisioner redis;

  DataEnd(PlatformCredentials credentials, PostgresRetirement postgres, RedisProvisioner redis) {
    this.credentials = credentials;
    this.postgres = postgres;
    this.redis = redis;
  }

  Outcome end(TicketEvent event, EventIdentity identity, Optional<TicketPlatform> platform) {
    return policy(event) == DeletionPolicy.Delete
        ? delete(event, identity, platform.orElse(null))
        : retain(identity, platform.orElse(null));
  }

  private Outcome retain(EventIdentity identity, @Nullable TicketPlatform platform) {
    if (platform == null || platform.getSpec() == null) {
      return new Outcome.Ended(
          Reason.DataRetained, "The platform is gone; data stays as it is, logins included");
    }
    try {
      PlatformAccounts accounts = credentials.of(platform.getSpec());
      boolean locked = attempt(() -> redis.lock(accounts.redis(), identity), identity);
      boolean closed = attempt(() -> postgres.lock(accounts.postgres(), identity), identity);
      return new Outcome.Ended(
          Reason.DataRetained,
          locked && closed
              ? "Schema %s stays, its logins are refused".formatted(identity.storeKey())
              : "Schema %s stays; a store was away, so logins could not be refused"
                  .formatted(identity.storeKey()));
    } catch (StoreFailure e) {
      return new Outcome.Ended(
          Reason.DataRetained, "Data stays; logins could not be refused: " + e.getMessage());
    }
  }

  private Outcome delete(
      TicketEvent event, EventIdentity identity, @Nullable TicketPlatform platform) {
    boolean abandon = EventLabels.annotated(event, EventLabels.ABANDON_DATA, "true");
    if (platform == null || platform.getSpec() == null) {
      boolean hadData = event.getStatus() != null && event.getStatus().data() != null;
      return hadData && !abandon
          ? waiting(Reason.PlatformNotFound, "the TicketPlatform is gone; create it again")
          : new Outcome.Ended(Reason.DataAbandoned, "There is no platform to delete data from");
    }
    try {
      PlatformAccounts accounts = credentials.of(platform.getSpec());
      redis.drop(accounts.redis(), identity);
      return postgres.drop(accounts.postgres(), identity)
          ? new Outcome.Ended(
              Reason.DataDeleted,
              "Schema, roles, ACL user and keys of %s are gone".formatted(identity.storeKey()))
          : new Outcome.Ended(
              Reason.ForeignDataLeft,
              "Schema %s holds another event's data and was left alone"
                  .formatted(identity.storeKey()));
    } catch (StoreFailure e) {
      if (abandon) {
        return new Outcome.Ended(
            Reason.DataAbandoned,
            "Data of %s was left behind as asked: %s"
                .formatted(identity.storeKey(), e.getMessage()));
      }
      return waiting(e.reason(), String.valueOf(e.getMessage()));
    }
  }

  private static Outcome waiting(Reason reason, String why) {
    return new Outcome.Waiting(
        reason,
        "spec.deletionPolicy Delete waits: %s. Annotate the event with %s: \"true\" to leave the data behind"
            .formatted(why, EventLabels.ABANDON_DATA));
  }

  private static boolean attempt(Runnable step, EventIdentity identity) {
    try {
      step.run();
      return true;
    } catch (StoreFailure e) {
      LOG.warn("Retained data of {} could not be locked: {}", identity, e.getMessage());
      return false;
    }
  }

  private static DeletionPolicy policy(TicketEvent event) {
    return event.getSpec() == null ? DeletionPolicy.Retain : event.getSpec().deletionPolicy();
  }
}
