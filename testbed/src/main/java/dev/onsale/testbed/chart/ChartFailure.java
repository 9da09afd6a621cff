package dev.onsale.testbed.chart;

/** A chart that does not render; the message is helm's own. */
public final class ChartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ChartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
