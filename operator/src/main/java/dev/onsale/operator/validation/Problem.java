package dev.onsale.operator.validation;

/**
 * Something a person must change before the event can go on.
 *
 * @param message names field, value and fix
 */
public record Problem(Reason reason, String message) {

  /** Reasons of {@code SpecValid=False}. */
  public enum Reason {
    Unreadable,
    NotSupported,
    PlatformNotFound,
    NamespaceNotAllowed,
    InvalidSchedule,
    UnknownTier,
    InvalidSeatMap,
    SeatMapMissing,
    SeatMapTooLarge,
    SeatMapFixed
  }
}
