package dev.onsale.testbed.buyers;

import org.jspecify.annotations.Nullable;

/** The runtime gave no answer for longer than a buyer waits. */
public final class Unreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Unreachable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
