package dev.onsale.booking.web.hotlane;

import io.netty.handler.codec.http.HttpMethod;

/** A path of the hot lane. */
interface HotPath {

  /** As it is measured and logged, with placeholders. */
  String template();

  /** Methods it has; others are answered 405. */
  boolean takes(HttpMethod method);

  /** Those methods, for the header {@code Allow}. */
  String methods();

  /**
   * Answers now or later: {@link HotRequest#answer} or {@link HotRequest#fail} is called once, on
   * the connection's event loop. What it throws is answered too.
   */
  void serve(HotRequest request);
}
