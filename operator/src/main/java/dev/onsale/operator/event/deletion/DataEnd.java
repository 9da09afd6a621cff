package dev.onsale.operator.event.deletion;

import dev.onsale.api.v1alpha1.Credentials;
import dev.onsale.api.v1alpha1.DeletionPolicy;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.kafka.EventUsers;
import dev.onsale.operator.platform.LoginRefusal;
import dev.onsale.operator.platform.PlatformAccounts;
import dev.onsale.operator.platform.PlatformCredentials;
import dev.onsale.operator.platform.PlatformProber;
import dev.onsale.operator.platform.TicketPlatformReconciler;
import dev.onsale.operator.platform.UnlockedLogins;
import dev.onsale.operator.postgres.PostgresRetirement;
import dev.onsale.operator.redis.RedisProvisioner;
import dev.onsale.operator.stores.StoreFailure;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
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
  private final LoginRefusal refusal;
  private final UnlockedLogins unlocked;
  private final EventUsers kafka = new EventUsers();

  DataEnd(
      PlatformCredentials credentials,
      PostgresRetirement postgres,
      RedisProvisioner redis,
      LoginRefusal refusal,
      UnlockedLogins unlocked) {
    this.credentials = credentials;
    this.postgres = postgres;
    this.redis = redis;
    this.refusal = refusal;
    this.unlocked = unlocked;
  }

  Outcome end(TicketEvent event, EventIdentity identity, Optional<TicketPlatform> platform) {
    return policy(event) == DeletionPolicy.Delete
        ? delete(event, identity, platform.orElse(null))
        : retain(event, identity, platform.orElse(null));
  }

  private Outcome retain(
      TicketEvent event, EventIdentity identity, @Nullable TicketPlatform platform) {
    boolean hadData = event.getStatus() != null && event.getStatus().data() != null;
    if (platform == null && !hadData) {
      return new Outcome.Ended(Reason.DataRetained, "There was no data yet");
    }
    if (platform != null && platform.getSpec() != null) {
      return retain(identity, platform);
    }
    if (event.getSpec() == null) {
      return new Outcome.Ended(
          Reason.DataRetained,
          "Schema %s stays, its logins too: the spec cannot be read, so its platform is unknown"
              .formatted(identity.storeKey()));
    }
    return remembered(event.getSpec().platformRef().name(), identity);
  }

  private Outcome retain(EventIdentity identity, TicketPlatform platform) {
    List<LoginRefusal.Step> steps = refusal.steps(platform.getSpec(), identity);
    if (steps.isEmpty()) {
      return new Outcome.Ended(
          Reason.DataRetained,
          "Schema %s stays; its logins are not the operator's: whoever made them refuses them"
              .formatted(identity.storeKey()));
    }
    long inFlight = inFlight(platform, identity);
    if (!steps.stream().allMatch(step -> attempt(platform, step.store(), step.refuse()))) {
      return remembered(platform.getMetadata().getName(), identity);
    }
    return inFlight > 0
        ? kept(identity, inFlight)
        : new Outcome.Ended(
            Reason.DataRetained,
            "Schema %s stays, its logins are refused".formatted(identity.storeKey()));
  }

  private Outcome remembered(String platform, EventIdentity identity) {
    unlocked.remember(platform, identity);
    return new Outcome.Ended(
        Reason.DataRetained,
        "Schema %s stays; a store was away, so its logins are refused when it is back"
            .formatted(identity.storeKey()));
  }

  /** As far as that can be found out now. */
  private long inFlight(TicketPlatform platform, EventIdentity identity) {
    if (platform.getSpec().postgres().credentials() == Credentials.FromSecret
        || TicketPlatformReconciler.away(platform, PlatformProber.POSTGRES).isPresent()) {
      return 0;
    }
    try {
      return postgres.paymentsInFlight(credentials.of(platform.getSpec()).postgres(), identity);
    } catch (StoreFailure e) {
      LOG.warn("Payments of a retained event could not be counted: {}", e.getMessage());
      return 0;
    }
  }

  private static Outcome kept(EventIdentity identity, long inFlight) {
    return new Outcome.Ended(
        Reason.PaymentsInFlight,
        "Schema %s was kept and locked, because %d payments are in flight; create the event again with the same seat map, and delete it when they are settled"
            .formatted(identity.storeKey(), inFlight));
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
    Optional<Condition> away = away(platform);
    if (away.isPresent() && !abandon) {
      return waiting(
          Reason.named(away.get().getReason()).orElse(Reason.PlatformNotReady),
          away.get().getMessage());
    }
    try {
      PlatformAccounts accounts = credentials.of(platform.getSpec());
      TicketPlatformSpec spec = platform.getSpec();
      if (spec.kafka().credentials() != Credentials.FromSecret) {
        kafka.lock(accounts.kafka(), identity);
      }
      if (spec.postgres().credentials() == Credentials.FromSecret) {
        if (spec.redis().credentials() != Credentials.FromSecret) {
          redis.drop(accounts.redis(), identity);
        }
        return new Outcome.Ended(
            Reason.DataRetained,
            "Schema %s stays: its logins are not the operator's; whoever made them drops it"
                .formatted(identity.storeKey()));
      }
      long inFlight = postgres.paymentsInFlight(accounts.postgres(), identity);
      if (inFlight > 0) {
        if (spec.redis().credentials() != Credentials.FromSecret) {
          redis.lock(accounts.redis(), identity);
        }
        postgres.lock(accounts.postgres(), identity);
        return kept(identity, inFlight);
      }
      if (spec.redis().credentials() != Credentials.FromSecret) {
        redis.drop(accounts.redis(), identity);
      }
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

  private static boolean attempt(TicketPlatform platform, String store, Runnable step) {
    if (TicketPlatformReconciler.away(platform, store).isPresent()) {
      return false;
    }
    try {
      step.run();
      return true;
    } catch (StoreFailure e) {
      LOG.warn("Logins of a retained event could not be refused yet: {}", e.getMessage());
      return false;
    }
  }

  private static Optional<Condition> away(TicketPlatform platform) {
    return TicketPlatformReconciler.away(platform, PlatformProber.POSTGRES)
        .or(() -> TicketPlatformReconciler.away(platform, PlatformProber.REDIS));
  }

  private static DeletionPolicy policy(TicketEvent event) {
    return event.getSpec() == null ? DeletionPolicy.Retain : event.getSpec().deletionPolicy();
  }
}
