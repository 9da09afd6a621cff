package dev.onsale.booking.queue;

import dev.onsale.booking.tokens.SessionId;
import java.time.Duration;
import java.time.Instant;

/** What became of claiming a turn. */
public sealed interface ClaimOutcome {

  /**
   * The visitor is inside.
   *
   * @param repeated whether the session was there before
   * @param expiresAt the session's end, whatever happens in it
   */
  record Inside(SessionId session, Instant expiresAt, boolean repeated) implements ClaimOutcome {}

  /**
   * Others are first.
   *
   * @param ahead how many places until this one is served, at least 1
   */
  record NotYourTurn(long ahead, Duration askAgainIn) implements ClaimOutcome {}

  /** The visitor takes part in a draw that was not made yet. */
  record NotDrawn(Duration askAgainIn) implements ClaimOutcome {}

  /** It is the visitor's turn, but nobody can enter at the moment; the turn does not pass. */
  record HouseFull(Duration askAgainIn) implements ClaimOutcome {}

  /** It was the visitor's turn, and they did not come. */
  record TurnPassed() implements ClaimOutcome {}

  /** The place was used for a session that ended. */
  record AlreadyUsed() implements ClaimOutcome {}

  /** The sale is over. */
  record Over(String why) implements ClaimOutcome {}
}
