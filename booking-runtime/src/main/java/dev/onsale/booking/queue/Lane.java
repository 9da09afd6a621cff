package dev.onsale.booking.queue;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of the waiting room.
 *
 * @param number from 0, in the order in which lanes are served
 * @param name public, unique within the event
 * @param membership who may stand in it; null for everybody
 * @param opensBefore how long before the sale opens for everybody
 */
public record Lane(
    int number, String name, Kind kind, @Nullable String membership, Duration opensBefore) {

  /** How a lane orders those who wait. */
  public enum Kind {
    /** Who joins first is served first. */
    Counter,
    /** Lots decide: lower numbers first. */
    Fraction;

    /** As the scripts spell it. */
    String letter() {
      return this == Counter ? "C" : "F";
    }
  }

  /** When its first places are served. */
  public Instant opensAt(Instant onSaleAt) {
    return onSaleAt.minus(opensBefore);
  }

  /** Whether its places are drawn by lot. */
  public boolean drawn() {
    return kind == Kind.Fraction;
  }
}
