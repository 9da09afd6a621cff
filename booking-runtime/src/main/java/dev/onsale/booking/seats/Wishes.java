package dev.onsale.booking.seats;

import dev.onsale.booking.seats.Wish.Senseless;
import dev.onsale.booking.seats.Wish.Wanted;
import dev.onsale.seating.Seat;
import dev.onsale.seating.SeatRange;
import java.util.ArrayList;
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
    return Wanted.seats(new ArrayList<>(indexes), parts, this::kept, placesWithout(indexes));
  }

  private boolean kept(int index) {
    return house.kept(house.plan().seat(index));
  }

  /** Wheelchair places whose companions' seats are asked for without them. */
  private List<Integer> placesWithout(Set<Integer> indexes) {
    List<Integer> places = new ArrayList<>();
    for (int index : indexes) {
      Seat seat = house.plan().seat(index);
      if (seat.companionOf() != null) {
        house
            .plan()
            .index(seat.section() + "-" + seat.row() + "-" + seat.companionOf())
            .ifPresent(
                place -> {
                  if (!indexes.contains(place)) {
                    places.add(place);
                  }
                });
      }
    }
    return places;
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
