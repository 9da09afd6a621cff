package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.Caller;
import dev.onsale.booking.boundary.ProblemException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request of the hot lane and, once there is one, its answer. Used on its event loop only. */
final class HotRequest implements Caller {
  private final HotLaneHandler connection;
  private final ChannelHandlerContext context;
  private final HttpRequest head;
  private final HotPath path;
  private final long startedAt = System.nanoTime();
  private boolean last;
  private long bodyBytes;
  private @Nullable List<Cookie> cookies;
  private @Nullable InFlight counted;
  private @Nullable HotAnswer answer;

  HotRequest(
      HotLaneHandler connection, ChannelHandlerContext context, HttpRequest head, HotPath path) {
    this.connection = connection;
    this.context = context;
    this.head = head;
    this.path = path;
    this.last = !HttpUtil.isKeepAlive(head);
  }

  HttpRequest head() {
    return head;
  }

  HotPath path() {
    return path;
  }

  /** Where everything about this request happens. */
  EventExecutor loop() {
    return context.executor();
  }

  /** Nanoseconds since it was read. */
  long age() {
    return System.nanoTime() - startedAt;
  }

  /** Whether the connection ends with its answer. */
  boolean last() {
    return last;
  }

  void endConnection() {
    last = true;
  }

  /** Bytes of the body so far, these included. */
  long received(int bytes) {
    return bodyBytes += bytes;
  }

  @Nullable HotAnswer answer() {
    return answer;
  }

  /**
   * Counts it until it is answered.
   *
   * @throws ProblemException 503 when too many are
   */
  void countIn(InFlight all) {
    all.enter();
    counted = all;
  }

  /** Answers, unless it is answered. */
  void answer(HotAnswer given) {
    if (answer == null) {
      answer = given;
      if (counted != null) {
        counted.leave();
      }
      connection.answered();
    }
  }

  /** Answers with the problem that a failure is. */
  void fail(Throwable failure) {
    answer(connection.problem(this, failure));
  }

  @Override
  public @Nullable String header(String name) {
    return head.headers().get(name);
  }

  @Override
  public @Nullable String cookie(String name) {
    for (Cookie cookie : cookies()) {
      if (cookie.name().equals(name)) {
        return cookie.value();
      }
    }
    return null;
  }

  @Override
  public boolean hasCookies() {
    return !cookies().isEmpty();
  }

  private List<Cookie> cookies() {
    List<Cookie> known = cookies;
    if (known == null) {
      String sent = head.headers().get(HttpHeaderNames.COOKIE);
      known = sent == null ? List.of() : ServerCookieDecoder.STRICT.decodeAll(sent);
      cookies = known;
    }
    return known;
  }

  @Override
  public boolean reads() {
    return head.method().equals(HttpMethod.GET) || head.method().equals(HttpMethod.HEAD);
  }

  @Override
  public boolean encrypted() {
    return context.pipeline().get(SslHandler.class) != null
        || "https".equalsIgnoreCase(header("X-Forwarded-Proto"));
  }
}
