package dev.onsale.scaling;

import dev.onsale.schedule.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A part of an event's life in which its components have the same floors, in this order. */
public enum Stage {
  /** Nobody comes yet. */
  Idle,
  /** Buyers register and read what will be sold; nobody buys. */
  Registration,
  /** Everything runs, so that what is wrong is seen in time. */
  WarmUp,
  /** From pre-scale to the close. */
  OnSale,
  /** Who is inside finishes, who waits is told. */
  Closing,
  /** Nobody waits any more; tickets are shown and scanned. */
  Doors,
  /** The performance is over; money and records come to an end. */
  Settling,
  /** Nothing is left to do. */
  Over;

  /** How long the waiting room keeps its floor after the close. */
  public static final Duration CLOSING = Duration.ofHours(1);

  /** How long the worker goes on after the end. */
  public static final Duration SETTLING = Duration.ofHours(24);

  /** A stage and when it begins. */
  record Beginning(Instant at, Stage stage) {}

  /**
   * When each stage begins, unless a later one already has.
   *
   * @param warmUp how long before somebody comes pods run
   */
  static List<Beginning> of(Timeline timeline, Duration warmUp) {
    Instant registration = timeline.registrationOpensAt();
    Instant closed = timeline.closesAt().plus(CLOSING);
    Instant ended = latest(timeline.endsAt(), closed);
    Stream<Beginning> registering =
        registration == null
            ? Stream.of()
            : Stream.of(new Beginning(registration.minus(warmUp), Registration));
    return Stream.concat(
            registering,
            Stream.of(
                new Beginning(timeline.preScaleAt().minus(warmUp), WarmUp),
                new Beginning(timeline.preScaleAt(), OnSale),
                new Beginning(timeline.closesAt(), Closing),
                new Beginning(closed, Doors),
                new Beginning(ended, Settling),
                new Beginning(ended.plus(SETTLING), Over)))
        .toList();
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
