package dev.onsale.booking.queue;

import dev.onsale.booking.tokens.PlaceTokens.Place;
import java.time.Duration;

/** What became of asking for a place. */
public sealed interface JoinOutcome {

  /** A place was given. */
  record Joined(Lane lane, Place place) implements JoinOutcome {}

  /**
   * The visitor takes part in the draw, whether they registered before or not.
   *
   * @param place proves it; it has no number before the draw
   * @param commitment to the draw's secret
   */
  record Registered(Place place, String commitment) implements JoinOutcome {}

  /** Registration is open, but nothing was committed to yet. */
  record NotCommitted() implements JoinOutcome {}

  /**
   * The waiting room is not open yet.
   *
   * @param opensIn positive
   */
  record NotOpenYet(Duration opensIn) implements JoinOutcome {}

  /** The sale is over. */
  record Over(String why) implements JoinOutcome {}
}
