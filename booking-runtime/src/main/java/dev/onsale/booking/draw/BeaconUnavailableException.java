package dev.onsale.booking.draw;

/** No relay told the round. */
final class BeaconUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BeaconUnavailableException(String message) {
    super(message);
  }
}
