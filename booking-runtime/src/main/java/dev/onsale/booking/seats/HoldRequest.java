package dev.onsale.booking.seats;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a buyer wants to hold. */
public sealed interface HoldRequest {

  /** Just these seats, by id. */
  record Chosen(List<String> seats) implements HoldRequest {
    public Chosen {
      seats = List.copyOf(seats);
    }
  }

  /** So many units of a standing section. */
  record Standing(String section, int quantity) implements HoldRequest {}

  /** So many seats next to each other, wherever they are best. */
  record BestAvailable(int quantity, @Nullable String tier, @Nullable String section)
      implements HoldRequest {}
}
