package dev.onsale.booking.stores;

/**
 * A store did not answer in time or refused the connection. Nothing is known to have been written;
 * whoever repeats the call must do so under the same idempotency key.
 */
public class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String store;

  /**
   * @param store the store's name as people know it: {@code Redis}, {@code PostgreSQL}
   */
  public StoreUnavailableException(String store, String what, Throwable cause) {
    super(store + " is away: " + what, cause);
    this.store = store;
  }

  /** {@code Redis} or {@code PostgreSQL}. */
  public String store() {
    return store;
  }
}
