package dev.onsale.booking.stores;

/**
 * A call carried another epoch than the one in force: the event's Redis data was lost or is being
 * rebuilt. The caller may repeat it once this process has learned the new epoch.
 */
public class StaleEpochException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param expected the epoch the caller knew, 0 for none
   */
  public StaleEpochException(long expected) {
    super(
        "epoch " + expected + " is not the one in force; it is being replaced, try again shortly");
  }
}
