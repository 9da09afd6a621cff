package dev.onsale.booking.payments;

import java.io.Serial;

/** The payment provider did not answer; what it did is unknown. */
public final class ProviderUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  public ProviderUnavailableException(String what, Throwable cause) {
    super("the payment provider did not answer: " + what, cause);
  }
}
