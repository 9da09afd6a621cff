package dev.onsale.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * When an event's pods are not rolled: while it is pre-scaled and until some time after its
 * opening. A pure function of schedule and platform, for the operator and for who plans with it.
 *
 * @param from the pre-scale; frozen from this instant on
 * @param until the opening for everybody and {@code freezeFor}; no longer frozen from this instant
 *     on
 */
public record Freeze(Instant from, Instant until) {

  /**
   * @param freezeFor the platform's {@code spec.delivery.freezeFor}, zero or more. Counted from the
   *     last opening, so that those with a head start are covered as long as everybody
   */
  public static Freeze of(Timeline timeline, Duration freezeFor) {
    return new Freeze(timeline.preScaleAt(), timeline.onSaleAt().plus(freezeFor));
  }

  public boolean at(Instant now) {
    return !now.isBefore(from) && now.isBefore(until);
  }
}
