package dev.onsale.testbed.demo;

/** The event's books cannot be read from here; the message says why. */
public final class BooksOutOfReach extends Exception {
  private static final long serialVersionUID = 1L;

  public BooksOutOfReach(String why) {
    super(why);
  }
}
