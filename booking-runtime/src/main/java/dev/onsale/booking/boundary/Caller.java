package dev.onsale.booking.boundary;

import org.jspecify.annotations.Nullable;

/** What the filters look at in a request, whichever way it came in. */
public interface Caller {

  /** The header's first value; null without one. */
  @Nullable String header(String name);

  /** The first cookie of that name; null without one. */
  @Nullable String cookie(String name);

  /** Whether there is any cookie. */
  boolean hasCookies();

  /** Whether the request only reads: {@code GET} or {@code HEAD}. */
  boolean reads();

  /** Whether nobody on the way could read it, as far as we and the proxy before us can tell. */
  boolean encrypted();

  /** A token from its header, else from its cookie. */
  default @Nullable String token(String header, String cookie) {
    String token = header(header);
    return token == null ? cookie(cookie) : token;
  }
}
