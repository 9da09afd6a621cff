package dev.onsale.testbed.process;

import org.jspecify.annotations.Nullable;

/** Something of the testbed did not start; the message says what was tried, the log, what to do. */
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartFailure(String message) {
    super(message);
  }

  public StartFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
