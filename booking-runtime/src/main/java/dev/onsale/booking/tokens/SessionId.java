package dev.onsale.booking.tokens;

/**
 * Names a session by the place that opened it.
 *
 * @param epoch the place was given in
 * @param lane number of the place's lane
 * @param number of the place; of a draw 64 bits without sign
 */
public record SessionId(long epoch, int lane, long number) {

  /** As the scripts know it. */
  public String text() {
    return epoch + "." + lane + "." + Long.toUnsignedString(number);
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static SessionId of(String text) {
    String[] part = text.split("\\.");
    if (part.length != 3) {
      throw new IllegalArgumentException("'" + text + "' names no session");
    }
    return new SessionId(
        Long.parseLong(part[0]), Integer.parseInt(part[1]), Long.parseUnsignedLong(part[2]));
  }
}
