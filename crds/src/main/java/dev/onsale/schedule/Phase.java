package dev.onsale.schedule;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where an event is in its life, derived from its schedule and what is left to sell. */
public enum Phase {
  Pending,
  Scheduled,
  Registration,
  PreScaled,
  OnSale,
  SoldOut,
  Closed,
  Ended,
  Failed;

  /** The phase of that name; null if a newer operator wrote one we do not know. */
  @JsonCreator
  static @Nullable Phase of(@Nullable String name) {
    return Arrays.stream(values()).filter(p -> p.name().equals(name)).findFirst().orElse(null);
  }
}
