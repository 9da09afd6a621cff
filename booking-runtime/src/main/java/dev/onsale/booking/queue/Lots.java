package dev.onsale.booking.queue;

import java.util.Optional;
import java.util.OptionalLong;

/** The draw, as the waiting room needs it. */
public interface Lots {
  /** Of an event where nothing is drawn. */
  Lots NONE =
      new Lots() {
        @Override
        public Optional<String> commitment() {
          return Optional.empty();
        }

        @Override
        public OptionalLong number(String identity) {
          return OptionalLong.empty();
        }

        @Override
        public Optional<String> seed() {
          return Optional.empty();
        }

        @Override
        public boolean drawn() {
          return false;
        }
      };

  /** SHA-256 of the draw's secret, hex; empty until it is made. */
  Optional<String> commitment();

  /** An identity's number, 64 bits without sign; empty until the draw was made. */
  OptionalLong number(String identity);

  /** The seed, hex; empty until the draw was made. */
  Optional<String> seed();

  /** Whether the seed is known, and with it everybody's number. */
  boolean drawn();
}
