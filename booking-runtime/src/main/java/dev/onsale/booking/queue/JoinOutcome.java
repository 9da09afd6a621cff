package dev.onsale.booking.queue;

import dev.onsale.booking.tokens.PlaceTokens.Place;
import java.time.Duration;

/** What became of asking for a place. */
public sealed interface JoinOutcome {

  /** A place was given. */
  record Joined(Place place) implements JoinOutcome {}

  /**
   * The waiting room is not open yet.
   *
   * @param opensIn positive
   */
  record NotOpenYet(Duration opensIn) implements JoinOutcome {}

  /** The sale is over. */
  record Over(String why) implements JoinOutcome {}
}
