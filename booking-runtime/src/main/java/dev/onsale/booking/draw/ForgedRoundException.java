package dev.onsale.booking.draw;

/** What was told of a beacon's round is not what its chain signed. */
public final class ForgedRoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForgedRoundException(String message) {
    super(message);
  }
}
