package dev.onsale.booking.orders;

import static dev.onsale.booking.seats.SeatBits.FREE;
import static dev.onsale.booking.seats.SeatBits.HELD;
import static dev.onsale.booking.seats.SeatBits.SOLD;
import static dev.onsale.booking.seats.SeatBits.WITHHELD;

import dev.onsale.booking.orders.SeatClaims.Claim;
import dev.onsale.booking.seats.SeatAudit.Mended;
import dev.onsale.booking.seats.SeatAudit.Shown;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A seat that Redis shows otherwise than PostgreSQL has it.
 *
 * @param kind for metrics
 * @param detail for people, to follow the seat's name
 * @param mend how it should be shown
 */
record SeatDifference(Kind kind, String detail, Mended mend) {

  /** States for people, by their number. */
  private static final List<String> NAMES = List.of("free", "held", "sold", "not for sale");

  /** What can be wrong with a seat. */
  enum Kind {
    /** An order owns it; it is shown free, held, or another's. */
    NotShown,
    /** It is shown sold or ordered, and no order owns it. */
    NotOwned,
    /** It is shown held, and nothing will ever end the hold. */
    HeldForEver,
    /** Its state and its owner do not fit each other or the house. */
    Garbled
  }

  /**
   * Compares a seat. PostgreSQL is to be read before Redis: what was committed in between shows up
   * as a difference that is gone at the next look, never the other way round.
   *
   * @param claim who owns it; null for nobody
   * @param withheld whether not everybody may buy it now
   */
  static Optional<SeatDifference> of(Shown shown, @Nullable Claim claim, boolean withheld) {
    if (claim != null) {
      return owned(shown, claim);
    }
    int rest = withheld ? WITHHELD : FREE;
    if (shown.state() == HELD || shown.state() == SOLD) {
      return taken(shown, rest);
    }
    if (shown.state() != rest) {
      String detail =
          withheld ? "is not for sale and shown so that it is" : "is for sale and not shown so";
      return difference(Kind.Garbled, detail, shown, rest);
    }
    return shown.owner().isEmpty()
        ? Optional.empty()
        : difference(Kind.Garbled, "is shown free and has an owner", shown, rest);
  }

  private static Optional<SeatDifference> owned(Shown shown, Claim claim) {
    String owner = "o" + claim.order();
    boolean right =
        claim.sold()
            ? shown.state() == SOLD
            : shown.state() == HELD || claim.authorized() && shown.state() == SOLD;
    if (right && shown.owner().equals(owner)) {
      return Optional.empty();
    }
    int to = claim.sold() ? SOLD : HELD;
    String detail =
        "is order %s's, %s, and shown %s%s"
            .formatted(
                claim.order(),
                NAMES.get(to),
                NAMES.get(shown.state()),
                shown.owner().isEmpty() || shown.owner().equals(owner)
                    ? ""
                    : " by another, " + shown.owner().substring(1));
    return Optional.of(new SeatDifference(Kind.NotShown, detail, new Mended(shown, to, owner)));
  }

  private static Optional<SeatDifference> taken(Shown shown, int rest) {
    boolean hold = shown.owner().startsWith("h");
    if (hold && shown.state() == HELD) {
      return shown.ownerKnown()
          ? Optional.empty()
          : difference(Kind.HeldForEver, "is held by a hold without an end", shown, rest);
    }
    if (shown.owner().startsWith("o")) {
      return shown.ownerKnown()
          ? Optional.empty()
          : difference(Kind.NotOwned, "is shown ordered, and no order owns it", shown, rest);
    }
    return difference(
        hold ? Kind.Garbled : Kind.NotOwned, "is shown taken, and nobody has it", shown, rest);
  }

  private static Optional<SeatDifference> difference(
      Kind kind, String detail, Shown shown, int state) {
    return Optional.of(new SeatDifference(kind, detail, new Mended(shown, state, "")));
  }
}
