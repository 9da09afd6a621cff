package dev.onsale.booking.payments;

/** Where an attempt is. */
public enum AttemptState {
  /** The provider was asked, or is about to be. */
  OPEN,
  /** The money is set aside and the order authorized. */
  AUTHORIZED,
  /** The money is ours, the tickets are the buyer's. */
  CAPTURED,
  /** The provider said no. */
  DECLINED,
  /** Given up; nothing was taken. */
  VOIDED,
  /** Taken without an order to pay for; to be returned. */
  OWED,
  /** Returned. */
  REFUNDED;

  /** True while the provider or we still have to do something. */
  public boolean undecided() {
    return this == OPEN || this == AUTHORIZED || this == OWED;
  }
}
