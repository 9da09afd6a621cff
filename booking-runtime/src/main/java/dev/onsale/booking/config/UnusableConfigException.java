package dev.onsale.booking.config;

import org.jspecify.annotations.Nullable;

/** A file of the configuration folder is missing or unreadable. */
public final class UnusableConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableConfigException(String file, String problem, @Nullable Throwable cause) {
    super(file + " " + problem, cause);
  }
}
