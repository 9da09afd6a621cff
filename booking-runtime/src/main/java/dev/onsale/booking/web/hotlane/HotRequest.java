package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.Caller;
import dev.onsale.booking.boundary.ProblemException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.EventExecutor;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request of the hot lane and, once there is one, its answer. Used on its event loop only. */
final class HotRequest implements Caller {
  private static final byte[] NOTHING = {};

  private final HotLaneHandler connection;
  private final ChannelHandlerContext context;
  private final HttpRequest head;
  private final HotPath path;
  private final long startedAt = System.nanoTime();
  private boolean last;
  private long bodyBytes;
  private byte[] body = NOTHING;
  private @Nullable List<Cookie> cookies;
  private @Nullable InFlight counted;
  private @Nullable HotAnswer answer;
  private @Nullable Runnable stream;

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

  ChannelHandlerContext context() {
    return context;
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

  /** Keeps a part of the body if it is wanted; bytes of the body so far, these included. */
  long received(ByteBuf part) {
    int bytes = part.readableBytes();
    bodyBytes += bytes;
    if (path.wantsBody() && bodyBytes <= HotLane.MOST_BODY_BYTES && bytes > 0) {
      byte[] longer = Arrays.copyOf(body, (int) bodyBytes);
      part.getBytes(part.readerIndex(), longer, body.length, bytes);
      body = longer;
    }
    return bodyBytes;
  }

  /** The whole body, to be read once: it is not kept until the answer. */
  byte[] takeBody() {
    byte[] whole = body;
    body = NOTHING;
    return whole;
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

  /** Answers on the loop, once the outcome is there, with what is made of it. */
  <T> void answerWith(CompletableFuture<T> outcome, Function<T, HotAnswer> made) {
    outcome.whenComplete((value, failure) -> loop().execute(() -> answer(value, failure, made)));
  }

  private <T> void answer(
      @Nullable T value, @Nullable Throwable failure, Function<T, HotAnswer> made) {
    if (value == null) {
      fail(failure == null ? new IllegalStateException("no outcome") : failure);
      return;
    }
    try {
      answer(made.apply(value));
    } catch (RuntimeException refused) {
      fail(refused);
    }
  }

  /**
   * Answers with the head of a stream, unless it is answered. The connection is the stream's from
   * its turn on.
   *
   * @param begins is run then, to write what follows; not at all if the connection ended before
   */
  void stream(HotAnswer head, Runnable begins) {
    if (answer == null) {
      stream = begins;
      answer(head);
    }
  }

  /** What writes the body of a stream; null for a whole answer. */
  @Nullable Runnable stream() {
    return stream;
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
