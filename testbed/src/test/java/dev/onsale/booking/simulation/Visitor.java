package dev.onsale.booking.simulation;

import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import org.jspecify.annotations.Nullable;

/** Somebody who waits, as one device of theirs knows it. Times are milliseconds since 1970. */
final class Visitor {
  /** What a device does next. */
  enum State {
    Waiting,
    Inside,
    Gone
  }

  final Place place;
  final Buyer buyer;

  /** Tries the door at every look, called or not. */
  final boolean impatient;

  /** Tries the door once more after having left. */
  final boolean greedy;

  /** How long this visitor stays, in our time. */
  final long stay;

  /** Does not say when leaving. */
  final boolean silent;

  volatile State state = State.Waiting;
  @Nullable String session;
  long epochSeen;
  long versionSeen;
  long toldToSleepUntil;
  long firstAtDoor;
  long leavesAt;
  long endsAt;
  long enteredInEpoch;
  boolean cameBack;
  int looks;
  int ticket;

  Visitor(Place place, Buyer buyer, Character character) {
    this.place = place;
    this.buyer = buyer;
    this.impatient = character.impatient();
    this.greedy = character.greedy();
    this.stay = character.stay();
    this.silent = character.silent();
  }

  record Character(boolean impatient, boolean greedy, long stay, boolean silent) {}
}
