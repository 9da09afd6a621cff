package dev.onsale.schedule;

import static dev.onsale.api.v1alpha1.ApiTimes.instant;
import static dev.onsale.api.v1alpha1.ApiTimes.instantOrNull;

import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.runtime.RuntimeLive;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The moments of an event and the phases between them. A pure function of the schedule: operator
 * and runtime call the same one, and the runtime opens by its own clock.
 *
 * <p>It knows nothing of stock or health, so it never answers Pending, SoldOut or Failed.
 *
 * @param registrationOpensAt null without a registration, together with registrationClosesAt
 * @param preScaleAt when floors rise; equal to firstOpening without pre-scaling
 * @param firstOpening onSaleAt less the longest head start of a membership
 */
public record Timeline(
    @Nullable Instant registrationOpensAt,
    @Nullable Instant registrationClosesAt,
    Instant preScaleAt,
    Instant firstOpening,
    Instant onSaleAt,
    Instant closesAt,
    Instant startsAt,
    Instant endsAt) {
  /** How long after its start an event without endsAt is over. */
  public static final Duration LENGTH_WITHOUT_END = Duration.ofHours(12);

  /** A phase and when it begins. */
  public record Next(Phase phase, Instant at) {}

  /**
   * @throws IllegalArgumentException if a time is none
   */
  public static Timeline of(RuntimeLive.Times times) {
    return of(
        instantOrNull(times.registrationOpensAt()),
        instantOrNull(times.registrationClosesAt()),
        Duration.ofSeconds(times.preScaleSeconds()),
        Duration.ofSeconds(Objects.requireNonNullElse(times.headStartSeconds(), 0L)),
        instant(times.onSaleAt()),
        instant(times.closesAt()),
        instant(times.startsAt()),
        instantOrNull(times.endsAt()));
  }

  /**
   * @throws IllegalArgumentException if a time or duration is none
   */
  public static Timeline of(TicketEventSpec spec) {
    var schedule = spec.schedule();
    return of(
        instantOrNull(schedule.registrationOpensAt()),
        instantOrNull(schedule.registrationClosesAt()),
        spec.scaling().preScaleBefore(),
        spec.queue().longestOpensBefore(),
        instant(schedule.onSaleAt()),
        instant(schedule.closesAt()),
        instant(schedule.startsAt()),
        instantOrNull(schedule.endsAt()));
  }

  private static Timeline of(
      @Nullable Instant registrationOpensAt,
      @Nullable Instant registrationClosesAt,
      Duration preScale,
      Duration headStart,
      Instant onSaleAt,
      Instant closesAt,
      Instant startsAt,
      @Nullable Instant endsAt) {
    var firstOpening = onSaleAt.minus(headStart);
    return new Timeline(
        registrationOpensAt,
        registrationClosesAt,
        firstOpening.minus(preScale),
        firstOpening,
        onSaleAt,
        closesAt,
        startsAt,
        endsAt == null ? startsAt.plus(LENGTH_WITHOUT_END) : endsAt);
  }

  /** The phase at that moment; a phase begins with its instant. */
  public Phase phaseAt(Instant now) {
    if (!now.isBefore(endsAt)) {
      return Phase.Ended;
    }
    if (!now.isBefore(closesAt)) {
      return Phase.Closed;
    }
    if (!now.isBefore(firstOpening)) {
      return Phase.OnSale;
    }
    if (registering(now)) {
      return Phase.Registration;
    }
    return now.isBefore(preScaleAt) ? Phase.Scheduled : Phase.PreScaled;
  }

  /** The next phase that differs from the present one; empty once the event ended. */
  public Optional<Next> nextAfter(Instant now) {
    var present = phaseAt(now);
    return Stream.of(
            registrationOpensAt, registrationClosesAt, preScaleAt, firstOpening, closesAt, endsAt)
        .filter(Objects::nonNull)
        .filter(at -> at.isAfter(now) && phaseAt(at) != present)
        .sorted()
        .findFirst()
        .map(at -> new Next(phaseAt(at), at));
  }

  /** From then on queue and buyers are fixed: registration, or pre-scale where there is none. */
  public Instant rulesFixedAt() {
    return registrationOpensAt == null ? preScaleAt : registrationOpensAt;
  }

  /** True from pre-scale until the sale closes: floors are raised. */
  public boolean preScaled(Instant now) {
    return !now.isBefore(preScaleAt) && now.isBefore(closesAt);
  }

  private boolean registering(Instant now) {
    return registrationOpensAt != null
        && registrationClosesAt != null
        && !now.isBefore(registrationOpensAt)
        && now.isBefore(registrationClosesAt);
  }
}
