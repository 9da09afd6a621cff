package dev.onsale.testbed.install;

import org.jspecify.annotations.Nullable;

/** Something did not get onto the cluster; the message says what was tried and what to do. */
public final class InstallFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InstallFailure(String message) {
    super(message);
  }

  public InstallFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
