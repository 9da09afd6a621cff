package dev.onsale.booking.seats;

import dev.onsale.booking.seats.Wish.Senseless;
import dev.onsale.booking.seats.Wish.Wanted;
import dev.onsale.seating.Seat;
import dev.onsale.seating.SeatRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Understands what buyers ask for, by the seat map alone. */
final class Wishes {
  private static final int MOST = 100;

  private final House house;
  private final RowParts parts;

  Wishes(House house, RowParts parts) {
    this.house = house;
    this.parts = parts;
  }

  /**
   * @param roles of who asks
   */
  Wish of(HoldRequest.Chosen request, Set<String> roles) {
    Optional<Senseless> senseless = quantity(request.seats().size());
    if (senseless.isPresent()) {
      return senseless.get();
    }
    TreeSet<Integer> indexes = new TreeSet<>();
    for (String id : request.seats()) {
      var index = house.plan().index(id);
      if (index.isEmpty()) {
        return new Senseless("there is no seat '" + id + "'; GET /seats lists them");
      }
      Seat seat = house.plan().seat(index.getAsInt());
      if (seat.standing()) {
        return new Senseless(
            "'" + id + "' is standing room; ask for {section, quantity} instead of a unit");
      }
      if (seat.blocked() || house.kept(seat) && !house.keptFor(seat, roles)) {
        return new Senseless("seat '" + id + "' is not for sale");
      }
      if (!indexes.add(seat.index())) {
        return new Senseless("seats names '" + id + "' twice; name each seat once");
      }
    }
    return companionAlone(request.seats())
        .<Wish>map(Wish.class::cast)
        .orElseGet(() -> Wanted.seats(new ArrayList<>(indexes), parts, this::kept));
  }

  private boolean kept(int index) {
    return house.kept(house.plan().seat(index));
  }

  /** A companion's seat is given with its wheelchair place only. */
  private Optional<Senseless> companionAlone(List<String> ids) {
    Set<String> all = new HashSet<>(ids);
    for (String id : ids) {
      Seat seat = house.plan().seat(house.plan().index(id).orElseThrow());
      if (seat.companionOf() != null) {
        String place = seat.section() + "-" + seat.row() + "-" + seat.companionOf();
        if (!all.contains(place)) {
          return Optional.of(
              new Senseless(
                  "seat '%s' is the companion's of wheelchair place '%s'; ask for both"
                      .formatted(id, place)));
        }
      }
    }
    return Optional.empty();
  }

  Wish of(HoldRequest.Standing request) {
    Optional<Senseless> senseless = quantity(request.quantity());
    if (senseless.isPresent()) {
      return senseless.get();
    }
    Optional<SeatRange> section = house.standing(request.section());
    return section.isEmpty()
        ? new Senseless(
            "there is no standing section '" + request.section() + "'; GET /seats lists them")
        : Wanted.standing(request.quantity(), parts.of(section.get().first()));
  }

  static Optional<Senseless> quantity(int quantity) {
    return quantity < 1 || quantity > MOST
        ? Optional.of(new Senseless("ask for 1 to " + MOST + " seats, not " + quantity))
        : Optional.empty();
  }
}
