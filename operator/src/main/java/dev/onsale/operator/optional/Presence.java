package dev.onsale.operator.optional;

/** What the last successful look at the API server said of a kind. */
public enum Presence {
  /** It is served, and its objects are known. */
  PRESENT,
  /** The API server said that it does not serve it. */
  ABSENT,
  /** No look has succeeded yet. Whoever decides by presence keeps what there is. */
  UNKNOWN
}
