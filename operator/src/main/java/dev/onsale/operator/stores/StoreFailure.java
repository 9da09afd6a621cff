package dev.onsale.operator.stores;

import dev.onsale.operator.conditions.Reason;

/**
 * A store did not do what was asked. The reason becomes the reason of a condition, the message is
 * for people and names the fix; neither carries a secret.
 */
public final class StoreFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public StoreFailure(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public StoreFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
