package dev.onsale.operator.stores;

/**
 * A store did not do what was asked. The reason becomes the reason of a condition, the message is
 * for people and names the fix; neither carries a secret.
 */
public final class StoreFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Reasons as the conditions of a TicketPlatform show them. */
  public enum Reason {
    /** No connection, or no answer in time. */
    Unreachable,
    /** The store refuses user or password. */
    AuthenticationFailed,
    /** The login may not do what provisioning needs. */
    PermissionDenied,
    /** The Secret with the operator's login is missing or lacks a key. */
    AdminSecretMissing,
    /** Redis may evict keys when its memory is full. */
    MayEvict,
    /** The store answered with an error of another kind. */
    Refused
  }

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
