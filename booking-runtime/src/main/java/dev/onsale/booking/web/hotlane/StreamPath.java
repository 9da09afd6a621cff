package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.Visitors;
import dev.onsale.booking.seats.SeatFeed;
import dev.onsale.booking.seats.SeatVersion;
import dev.onsale.booking.web.SeatsController;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the seats as they happen, to whoever is inside, as server-sent events. It goes on from
 * {@code Last-Event-ID}, else from the parameter {@code since}, else begins with all seats.
 */
final class StreamPath implements HotPath {
  private static final Set<HttpMethod> METHODS =
      new LinkedHashSet<>(List.of(HttpMethod.GET, HttpMethod.HEAD));
  private static final String LAST_EVENT_ID = "Last-Event-ID";

  private final SeatStreams streams;
  private final Visitors visitors;
  private final InFlight inFlight;
  private final HotAnswer head = head();

  StreamPath(SeatStreams streams, Visitors visitors, InFlight inFlight) {
    this.streams = streams;
    this.visitors = visitors;
    this.inFlight = inFlight;
  }

  @Override
  public String template() {
    return EventPath.BASE + "/seats/stream";
  }

  @Override
  public Set<HttpMethod> methods() {
    return METHODS;
  }

  @Override
  public void serve(HotRequest request) {
    var session = visitors.session(request, visitors.known(request));
    SeatVersion known = known(request);
    if (request.head().method().equals(HttpMethod.HEAD)) {
      request.answer(head);
      return;
    }
    request.countIn(inFlight);
    SeatStream stream = streams.admit(session, request.context());
    SeatFeed.Known now = streams.feed().knownNow();
    if (now != null) {
      begin(request, stream, now, known);
      return;
    }
    CompletableFuture.supplyAsync(streams.feed()::known, Thread::startVirtualThread)
        .whenComplete(
            (read, failure) ->
                request
                    .loop()
                    .execute(
                        () -> {
                          if (read != null) {
                            begin(request, stream, read, known);
                          } else {
                            streams.refuse(stream);
                            request.fail(failure);
                          }
                        }));
  }

  private void begin(
      HotRequest request, SeatStream stream, SeatFeed.Known now, @Nullable SeatVersion known) {
    request.stream(head, () -> streams.begin(stream, now.seats(), known));
  }

  private static @Nullable SeatVersion known(HotRequest request) {
    String last = request.header(LAST_EVENT_ID);
    if (last != null && !last.isEmpty()) {
      return SeatsController.version(LAST_EVENT_ID, last);
    }
    var since = new QueryStringDecoder(request.head().uri()).parameters().get("since");
    return since == null ? null : SeatsController.version("since", since.getFirst());
  }

  /** Without a length: it ends with the connection. */
  private static HotAnswer head() {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
    headers.set(HttpHeaderNames.CACHE_CONTROL, HotLane.NO_STORE);
    // as proxies of the nginx family are told not to collect it
    headers.set("X-Accel-Buffering", "no");
    return new HotAnswer(HttpResponseStatus.OK, headers, Unpooled.EMPTY_BUFFER);
  }
}
