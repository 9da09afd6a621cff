package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.Drain;
import dev.onsale.booking.boundary.ProblemException;
import dev.onsale.booking.boundary.ProblemWriter;
import dev.onsale.booking.boundary.SameOrigin;
import dev.onsale.booking.boundary.TraceContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** The hot paths of the event, and what all of them have in common. */
final class HotLane {
  static final int MOST_BODY_BYTES = 64 * 1024;
  private static final AsciiString PROBLEM = AsciiString.cached("application/problem+json");
  static final AsciiString JSON = AsciiString.cached("application/json");
  static final AsciiString NO_STORE = AsciiString.cached("no-store");

  private final Map<String, HotPath> paths;
  private final ProblemWriter problems;
  private final HotRecord record;
  private final Drain drain;

  /**
   * @param paths by the path of a request
   */
  HotLane(Map<String, HotPath> paths, ProblemWriter problems, HotRecord record, Drain drain) {
    this.paths = Map.copyOf(paths);
    this.problems = problems;
    this.record = record;
    this.drain = drain;
  }

  /** The same server with the hot lane before its framework. */
  HttpServer before(HttpServer server) {
    return server.doOnChannelInit(
        (observer, channel, address) ->
            channel
                .pipeline()
                .addBefore(
                    NettyPipeline.HttpTrafficHandler, "onsale.hotLane", new HotLaneHandler(this)));
  }

  /** The path that a request asks for; null for one that is not hot. */
  @Nullable HotPath path(String uri) {
    return paths.get(pathOf(uri));
  }

  private static String pathOf(String uri) {
    int from = 0;
    if (!uri.startsWith("/")) {
      // as a proxy is asked: RFC 9112, 3.2.2
      from = Math.max(0, uri.indexOf('/', uri.indexOf("://") + 3));
    }
    int query = uri.indexOf('?', from);
    return uri.substring(from, query < 0 ? uri.length() : query);
  }

  void serve(HotRequest request) {
    try {
      if (!request.path().methods().contains(request.head().method())) {
        throw new ProblemException(
            405, "method-not-allowed", "Method Not Allowed", "this path takes " + methods(request));
      }
      SameOrigin.check(request);
      request.path().serve(request);
    } catch (RuntimeException failure) {
      request.fail(failure);
    }
  }

  /** Whether an answer that nobody is behind ends its connection. */
  boolean draining() {
    return drain.draining();
  }

  HotAnswer problem(HotRequest request, Throwable failure) {
    String path = pathOf(request.head().uri());
    ProblemException problem =
        ProblemWriter.problem(
            failure, request.head().method() + " " + path, request.header(TraceContext.HEADER));
    HotAnswer answer =
        HotAnswer.of(
                HttpResponseStatus.valueOf(problem.status()), PROBLEM, problems.body(problem, path))
            .with(HttpHeaderNames.CACHE_CONTROL, NO_STORE);
    if (problem.retryAfterSeconds() > 0) {
      answer.with(HttpHeaderNames.RETRY_AFTER, Long.toString(problem.retryAfterSeconds()));
    }
    return problem.status() == 405 ? answer.with(HttpHeaderNames.ALLOW, methods(request)) : answer;
  }

  private static String methods(HotRequest request) {
    return request.path().methods().stream()
        .map(HttpMethod::name)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** An answer is on its way out. */
  void told(HotRequest request, HotAnswer answer) {
    record.of(request, answer);
  }

  static ProblemException tooLarge(HotPath path) {
    return new ProblemException(
        413,
        "too-large",
        "The request is too large",
        path.wantsBody() ? "send a body of at most 64 kB" : "this call needs no body");
  }

  static ProblemException unexpected(String expectation) {
    return new ProblemException(
        417, "expectation-failed", "Expectation Failed", "only 100-continue can be expected");
  }
}
