package dev.onsale.booking.seats;

import java.time.Duration;
import java.util.List;

/** What became of asking for a hold. */
public sealed interface HoldOutcome {

  /** The seats are held; also the answer to the same request repeated. */
  record Held(Hold hold) implements HoldOutcome {}

  /**
   * Somebody has them; nothing was held.
   *
   * @param seats ids of those that are not free; empty when no run of seats was found
   */
  record Unavailable(List<String> seats) implements HoldOutcome {}

  /**
   * The choice would leave a single seat that nobody could sit beside; nothing was held.
   *
   * @param seat the one that would be left
   * @param instead as many seats of the same run, which would leave none
   */
  record LeavesSingle(String seat, List<String> instead) implements HoldOutcome {}

  /**
   * A companion's seat was asked for without its wheelchair place, which others may want; nothing
   * was held.
   *
   * @param place id of the wheelchair place
   */
  record CompanionAlone(String place) implements HoldOutcome {}

  /** A standing section has too few left; nothing was held. */
  record TooFew(String section, int free) implements HoldOutcome {}

  /**
   * The buyer would hold more than allowed.
   *
   * @param held seats in their live holds
   */
  record CapReached(int held, int cap) implements HoldOutcome {}

  /** The request makes no sense for this house. */
  record Invalid(String detail) implements HoldOutcome {}

  /** The session ended or was never one. */
  record NoSession() implements HoldOutcome {}

  /**
   * Redis was lost a moment ago, and those who held seats come first.
   *
   * @param retryAfter until others may hold again
   */
  record HoldersFirst(Duration retryAfter) implements HoldOutcome {}

  /** The sale is not open. */
  record NotOpen() implements HoldOutcome {}

  /** The idempotency key was used for another request. */
  record KeyReused() implements HoldOutcome {}

  /** The hold that this request made before has ended. */
  record Over() implements HoldOutcome {}
}
