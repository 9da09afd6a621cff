package dev.onsale.operator.postgres;

/** What provisioning found or made. */
public sealed interface SchemaOutcome {

  /**
   * Schema, roles and grants stand.
   *
   * @param marker for {@code status.data.marker}
   * @param changed whether anything had to be created or repaired
   */
  record Provisioned(String marker, boolean changed) implements SchemaOutcome {}

  /** The event once had data and its schema is gone. Nothing was created. */
  record Missing(String message) implements SchemaOutcome {}

  /** The schema belongs to somebody else. Nothing was changed. */
  record Foreign(String message) implements SchemaOutcome {}

  /** The seat map differs from the one that selling began with. Nothing was changed. */
  record MapFixed(String message, String digest) implements SchemaOutcome {}
}
