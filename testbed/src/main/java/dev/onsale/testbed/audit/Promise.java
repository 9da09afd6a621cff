package dev.onsale.testbed.audit;

/** What Onsale promises buyers and organisers; the invariants of the design it rests on. */
public enum Promise {
  ONE_OWNER("a seat has at most one owner"),
  PAID_MEANS_TICKETS("whoever paid has tickets or the money back"),
  CONFIRMED_SURVIVES("a confirmed order is never lost"),
  TURN("nobody enters before their turn, twice, or on another's place"),
  ACTIVE_BOUND("never more sessions at once than the event allows"),
  BOOKS_BALANCE("the books balance");

  private final String inWords;

  Promise(String inWords) {
    this.inWords = inWords;
  }

  public String inWords() {
    return inWords;
  }
}
