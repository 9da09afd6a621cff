package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.event.keys.EventLogins;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.kafka.EventUsers;
import dev.onsale.operator.platform.PlatformAccounts;
import dev.onsale.operator.platform.PlatformCredentials;
import dev.onsale.operator.platform.TicketPlatformReconciler;
import dev.onsale.operator.postgres.PostgresProvisioner;
import dev.onsale.operator.postgres.RuntimeStatus;
import dev.onsale.operator.postgres.RuntimeStatusReader;
import dev.onsale.operator.postgres.SchemaOutcome;
import dev.onsale.operator.postgres.SchemaRequest;
import dev.onsale.operator.redis.RedisProvisioner;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.operator.secrets.Rotation;
import dev.onsale.operator.stores.CheckPace;
import dev.onsale.operator.stores.StoreFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The second step: the event's place in PostgreSQL and Redis. Kafka's topics are the platform's.
 */
public final class DataProvisioning {

  private final PlatformCredentials credentials;
  private final PostgresProvisioner postgres;
  private final RedisProvisioner redis;
  private final EventUsers kafka;
  private final RuntimeStatusReader statuses;
  private final CheckPace pace;

  /**
   * @param marker what to repeat in {@code status.data.marker}; null if data was not reached
   * @param runtime what the runtime says of itself; null if the database was not asked
   */
  record Result(
      Verdict verdict,
      @Nullable String marker,
      StoreFindings stores,
      @Nullable RuntimeStatus runtime,
      boolean mapFixed) {

    static Result without(Verdict verdict) {
      return new Result(verdict, null, StoreFindings.NONE, null, false);
    }
  }

  /**
   * @param checkInterval about how often an event's roles, rights and users are compared
   */
  public DataProvisioning(
      PlatformCredentials credentials,
      PostgresProvisioner postgres,
      RedisProvisioner redis,
      EventUsers kafka,
      RuntimeStatusReader statuses,
      Clock clock,
      Duration checkInterval) {
    this.credentials = credentials;
    this.postgres = postgres;
    this.redis = redis;
    this.kafka = kafka;
    this.statuses = statuses;
    this.pace = new CheckPace(clock, checkInterval);
  }

  /**
   * @param before which logins the event's Secret told the pods so far
   * @param pods of the runtime that are available
   */
  Result provision(
      TicketPlatform platform, SchemaRequest request, EventKeys keys, Rotation before, int pods) {
    Optional<String> notReady = TicketPlatformReconciler.whyNotReady(platform);
    if (notReady.isPresent()) {
      return Result.without(
          Verdict.unknown(
              Reason.PlatformNotReady,
              "TicketPlatform \"%s\" %s"
                  .formatted(platform.getMetadata().getName(), notReady.get())));
    }
    try {
      return provision(credentials.of(platform.getSpec()), request, keys, before, pods);
    } catch (StoreFailure e) {
      pace.soon(request.event().storeKey());
      return Result.without(Verdict.unknown(e.reason(), String.valueOf(e.getMessage())));
    }
  }

  private Result provision(
      PlatformAccounts accounts, SchemaRequest request, EventKeys keys, Rotation before, int pods) {
    // Given logins may change, and each change is looked at closely.
    Object asked = List.of(request, keys.given());
    boolean thorough = pace.due(request.event().storeKey(), asked);
    if (thorough && keys.given().postgres() != null) {
      postgres.tryGiven(accounts.postgres(), keys);
    }
    PlatformAccounts used = accounts.with(EventLogins.reading(accounts.postgres(), keys));
    return switch (postgres.provision(used.postgres(), request, keys, thorough)) {
      case SchemaOutcome.Missing missing ->
          Result.without(Verdict.no(Reason.DataMissing, missing.message()));
      case SchemaOutcome.Foreign foreign ->
          Result.without(Verdict.no(Reason.ForeignData, foreign.message()));
      case SchemaOutcome.MapFixed fixed ->
          new Result(
              Verdict.no(Reason.SeatMapFixed, fixed.message()),
              null,
              StoreFindings.NONE,
              null,
              true);
      case SchemaOutcome.Provisioned schema ->
          provisioned(used, request, schema, keys, new Progress(before, pods, thorough, asked));
    };
  }

  private record Progress(Rotation before, int pods, boolean thorough, Object asked) {}

  private Result provisioned(
      PlatformAccounts accounts,
      SchemaRequest request,
      SchemaOutcome.Provisioned schema,
      EventKeys keys,
      Progress progress) {
    EventIdentity event = request.event();
    Rotation rotation = schema.rotation();
    EventKeys inForce = keys.at(rotation.generation());
    boolean ownPostgres = inForce.given().postgres() == null;
    if (ownPostgres && (progress.thorough() || schema.changed())) {
      postgres.verifyLogins(accounts.postgres(), event, inForce);
    }
    RedisProvisioner.Outcome users = users(accounts, event, inForce, rotation, progress);
    List<String> stays =
        progress.thorough() && schema.beyondRepair() != null
            ? together(
                schema.beyondRepair(),
                inForce.given().kafka() == null
                    ? kafka.provision(accounts.kafka(), event, inForce, rotation)
                    : List.of())
            : null;
    RuntimeStatus figures = statuses.read(accounts.postgres(), event);
    // Only what the pods were told in an earlier pass can they have changed over to.
    if (rotation.equals(progress.before())
        && rotation.underWay()
        && figures.usesLogins(rotation.generation(), progress.pods())) {
      retire(accounts, event, inForce, rotation);
      rotation = rotation.ended();
    }
    List<String> beyondRepair = pace.done(event.storeKey(), progress.asked(), stays);
    if (figures.complains() || !users.away().isEmpty()) {
      pace.soon(event.storeKey());
    }
    return new Result(
        Verdict.yes(Reason.Provisioned, text(users)),
        schema.marker(),
        new StoreFindings(!users.persistent(), beyondRepair, rotation),
        figures,
        false);
  }

  private RedisProvisioner.Outcome users(
      PlatformAccounts accounts,
      EventIdentity event,
      EventKeys keys,
      Rotation rotation,
      Progress progress) {
    if (keys.given().redis() == null) {
      return redis.provision(accounts.redis(), event, keys, rotation, progress.thorough());
    }
    if (progress.thorough()) {
      var login = keys.logins().redis();
      redis.tryGiven(accounts.redis().as(login.username(), login.password()), event);
    }
    return RedisProvisioner.Outcome.NOT_OURS;
  }

  private void retire(
      PlatformAccounts accounts, EventIdentity event, EventKeys keys, Rotation rotation) {
    if (keys.given().kafka() == null) {
      kafka.retire(accounts.kafka(), event, rotation);
    }
    if (keys.given().redis() == null) {
      redis.retire(accounts.redis(), event, rotation);
    }
    if (keys.given().postgres() == null) {
      postgres.retire(accounts.postgres(), event, rotation);
    }
  }

  private static List<String> together(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static String text(RedisProvisioner.Outcome users) {
    return users.away().isEmpty()
        ? "Schema, roles and ACL users stand"
        : "Schema, roles and ACL users stand; Redis at %s is away and gets its users later"
            .formatted(String.join(", ", users.away()));
  }
}
