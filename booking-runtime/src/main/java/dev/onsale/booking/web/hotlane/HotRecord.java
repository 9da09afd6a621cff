package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.TraceContext;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/**
 * What is told of hot requests: the same metric as of all others, and a line of the access log for
 * one in many. Neither a token nor an address is in it.
 */
final class HotRecord {
  private static final Logger access = LoggerFactory.getLogger("dev.onsale.access");
  private static final int ONE_IN = 1_000;

  private final MeterRegistry meters;
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

  private record Kind(String template, String method, int status) {}

  HotRecord(MeterRegistry meters, InFlight inFlight) {
    this.meters = meters;
    Gauge.builder("onsale.hotlane.waiting", inFlight, InFlight::now)
        .description("requests of the hot lane that wait for Redis")
        .register(meters);
  }

  void of(HotRequest request, HotAnswer answer) {
    long nanos = request.age();
    String method =
        request.path().methods().contains(request.head().method())
            ? request.head().method().name()
            : "OTHER";
    Kind kind = new Kind(request.path().template(), method, answer.status().code());
    Timer timer = timers.get(kind);
    if (timer == null) {
      timer = timers.computeIfAbsent(kind, this::timer);
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
    if (ThreadLocalRandom.current().nextInt(ONE_IN) == 0) {
      access
          .atInfo()
          .addKeyValue("http.request.method", method)
          .addKeyValue("url.path", request.path().template())
          .addKeyValue("http.response.status_code", answer.status().code())
          .addKeyValue("event.duration", nanos)
          .addKeyValue("trace.id", TraceContext.traceId(request.header(TraceContext.HEADER)))
          .log("one in {} requests", ONE_IN);
    }
  }

  /** The tags of {@code DefaultServerRequestObservationConvention}. */
  private Timer timer(Kind kind) {
    HttpStatus.Series series = HttpStatus.Series.resolve(kind.status());
    String outcome = series == null ? "UNKNOWN" : series.name();
    return Timer.builder("http.server.requests")
        .tag("error", "none")
        .tag("exception", "none")
        .tag("method", kind.method())
        .tag("outcome", outcome.equals("SUCCESSFUL") ? "SUCCESS" : outcome)
        .tag("status", Integer.toString(kind.status()))
        .tag("uri", kind.template())
        .register(meters);
  }
}
