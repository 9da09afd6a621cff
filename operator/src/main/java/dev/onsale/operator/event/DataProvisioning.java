package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.platform.PlatformAccounts;
import dev.onsale.operator.platform.PlatformCredentials;
import dev.onsale.operator.platform.TicketPlatformReconciler;
import dev.onsale.operator.postgres.PostgresProvisioner;
import dev.onsale.operator.postgres.RuntimeStatus;
import dev.onsale.operator.postgres.RuntimeStatusReader;
import dev.onsale.operator.postgres.SchemaOutcome;
import dev.onsale.operator.postgres.SchemaRequest;
import dev.onsale.operator.redis.RedisProvisioner;
import dev.onsale.operator.redis.RedisProvisioner.Persistence;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.operator.stores.StoreFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The second step: the event's place in PostgreSQL and Redis. Kafka's topics are the platform's.
 */
public final class DataProvisioning {

  private final PlatformCredentials credentials;
  private final PostgresProvisioner postgres;
  private final RedisProvisioner redis;
  private final RuntimeStatusReader statuses;
  private final Clock clock;
  private final Duration loginCheckInterval;
  private final Map<String, Instant> loginsChecked = new ConcurrentHashMap<>();

  /**
   * @param marker what to repeat in {@code status.data.marker}; null if data was not reached
   * @param runtime what the runtime says of itself; null if the database was not asked
   */
  record Result(
      Verdict verdict,
      @Nullable String marker,
      boolean aclNotPersistent,
      @Nullable RuntimeStatus runtime,
      boolean mapFixed) {

    static Result without(Verdict verdict) {
      return new Result(verdict, null, false, null, false);
    }
  }

  public DataProvisioning(
      PlatformCredentials credentials,
      PostgresProvisioner postgres,
      RedisProvisioner redis,
      RuntimeStatusReader statuses,
      Clock clock,
      Duration loginCheckInterval) {
    this.credentials = credentials;
    this.postgres = postgres;
    this.redis = redis;
    this.statuses = statuses;
    this.clock = clock;
    this.loginCheckInterval = loginCheckInterval;
  }

  Result provision(TicketPlatform platform, SchemaRequest request, EventKeys keys) {
    Optional<String> notReady = TicketPlatformReconciler.whyNotReady(platform);
    if (notReady.isPresent()) {
      return Result.without(
          Verdict.unknown(
              Reason.PlatformNotReady,
              "TicketPlatform \"%s\" %s"
                  .formatted(platform.getMetadata().getName(), notReady.get())));
    }
    try {
      return provision(credentials.of(platform.getSpec()), request, keys);
    } catch (StoreFailure e) {
      return Result.without(Verdict.unknown(e.reason(), String.valueOf(e.getMessage())));
    }
  }

  private Result provision(PlatformAccounts accounts, SchemaRequest request, EventKeys keys) {
    return switch (postgres.provision(accounts.postgres(), request, keys)) {
      case SchemaOutcome.Missing missing ->
          Result.without(Verdict.no(Reason.DataMissing, missing.message()));
      case SchemaOutcome.Foreign foreign ->
          Result.without(Verdict.no(Reason.ForeignData, foreign.message()));
      case SchemaOutcome.MapFixed fixed ->
          new Result(Verdict.no(Reason.SeatMapFixed, fixed.message()), null, false, null, true);
      case SchemaOutcome.Provisioned provisioned ->
          provisioned(accounts, request.event(), provisioned, keys);
    };
  }

  private Result provisioned(
      PlatformAccounts accounts,
      EventIdentity event,
      SchemaOutcome.Provisioned schema,
      EventKeys keys) {
    checkLogins(accounts, event, schema.changed(), keys);
    Persistence persistence = redis.provision(accounts.redis(), event, keys.redisPassword());
    return new Result(
        Verdict.yes(Reason.Provisioned, "Schema, roles and ACL user stand"),
        schema.marker(),
        persistence == Persistence.NotPersistent,
        statuses.read(accounts.postgres(), event),
        false);
  }

  private void checkLogins(
      PlatformAccounts accounts, EventIdentity event, boolean now, EventKeys keys) {
    Instant last = loginsChecked.getOrDefault(event.storeKey(), Instant.EPOCH);
    if (now || last.plus(loginCheckInterval).isBefore(clock.instant())) {
      postgres.verifyLogins(accounts.postgres(), event, keys);
      loginsChecked.put(event.storeKey(), clock.instant());
    }
  }
}
