package dev.onsale.booking.simulation;

/**
 * A time in which Redis was away: from its end to the moment the next epoch was read. Milliseconds
 * since 1970.
 */
record Outage(long from, long until) {
  static final Outage NONE = new Outage(0, 0);

  long length() {
    return until - from;
  }

  /** How much of it is between two moments. */
  long within(long begin, long end) {
    return Math.max(0, Math.min(end, until) - Math.max(begin, from));
  }
}
