package dev.onsale.operator.postgres;

import dev.onsale.operator.secrets.Rotation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What provisioning found or made. */
public sealed interface SchemaOutcome {

  /**
   * Schema, roles and grants stand.
   *
   * @param marker for {@code status.data.marker}
   * @param changed whether anything had to be created or repaired
   * @param rotation which logins are in force
   * @param beyondRepair what differs and only a superuser can change; null if that was not looked
   *     at
   */
  record Provisioned(
      String marker, boolean changed, Rotation rotation, @Nullable List<String> beyondRepair)
      implements SchemaOutcome {}

  /** The event once had data and its schema is gone. Nothing was created. */
  record Missing(String message) implements SchemaOutcome {}

  /** The schema belongs to somebody else. Nothing was changed. */
  record Foreign(String message) implements SchemaOutcome {}

  /** The seat map differs from the one that selling began with. Nothing was changed. */
  record MapFixed(String message, String digest) implements SchemaOutcome {}
}
