package dev.onsale.booking.outbox;

import java.io.Serial;

/** Events could not be sent; they wait in the outbox. */
public final class EventSinkException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  EventSinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
