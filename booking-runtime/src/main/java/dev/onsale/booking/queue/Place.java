package dev.onsale.booking.queue;

import java.time.Instant;

/**
 * A visitor's position.
 *
 * @param epoch the epoch it was given in
 * @param number from 1; places below the cutoff may enter
 */
public record Place(long epoch, long number, Instant issuedAt) {

  /** Names the session that this place opens. */
  String session() {
    return epoch + "." + number;
  }
}
