package dev.onsale.booking.database;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The schema is not what this version needs; the message names what was tried and what to do. */
public final class MigrationFailed extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  MigrationFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
