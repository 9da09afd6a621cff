package dev.onsale.testbed.draw;

/** A document is missing or is not what it should be; nothing can be said of the draw. */
public final class UnreadableEvidence extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableEvidence(String message) {
    super(message);
  }
}
