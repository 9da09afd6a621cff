package dev.onsale.testbed.buyers;

/**
 * What a buyer will do once the queue has served them. While little is left, those who would let
 * seats go keep and pay them.
 */
public enum Temperament {
  /** Holds, orders, pays. */
  STEADY,
  /** Takes a place and never claims it. */
  NO_SHOW,
  /** Holds seats and walks away, saying so or just vanishing. */
  LEAVES_HOLDING,
  /** Orders and never pays. */
  NEVER_PAYS,
  /** Pays with a card that is declined, then with one that is not. */
  SECOND_CARD,
  /** Pays with a card that is declined, and gives up. */
  GIVES_UP_DECLINED;

  /** Whether this buyer ends with tickets where there are enough. */
  public boolean buys() {
    return this == STEADY || this == SECOND_CARD;
  }
}
