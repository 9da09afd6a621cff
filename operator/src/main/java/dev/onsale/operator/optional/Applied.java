package dev.onsale.operator.optional;

/** What became of an object that should be there. */
public enum Applied {
  /** It was made or changed. */
  WRITTEN,
  /** It was already so. */
  UNCHANGED,
  /** The cluster does not serve its kind, or it is not known whether it does. */
  NOT_SERVED
}
