package dev.onsale.booking.web.hotlane;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;

/** A path of the hot lane. */
interface HotPath {

  /** As it is measured and logged, with placeholders. */
  String template();

  /** Methods it has; others are answered 405. */
  Set<HttpMethod> methods();

  /** Whether it wants the body; otherwise that is read away. */
  default boolean wantsBody() {
    return false;
  }

  /**
   * Answers now or later: {@link HotRequest#answer} or {@link HotRequest#fail} is called once, on
   * the connection's event loop. What it throws is answered too.
   */
  void serve(HotRequest request);
}
