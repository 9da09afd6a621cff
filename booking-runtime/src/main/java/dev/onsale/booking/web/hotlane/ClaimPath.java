package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.Visitors;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.queue.ClaimOutcome;
import dev.onsale.booking.web.QueueDesk;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Turns a served place into a session. */
final class ClaimPath implements HotPath {
  private final QueueDesk desk;
  private final Visitors visitors;
  private final InFlight inFlight;
  private final JsonMapper json;

  ClaimPath(QueueDesk desk, Visitors visitors, InFlight inFlight, JsonMapper json) {
    this.desk = desk;
    this.visitors = visitors;
    this.inFlight = inFlight;
    this.json = json;
  }

  @Override
  public String template() {
    return EventPath.BASE + "/queue/claims";
  }

  @Override
  public boolean takes(HttpMethod method) {
    return method.equals(HttpMethod.POST);
  }

  @Override
  public String methods() {
    return "POST";
  }

  @Override
  public void serve(HotRequest request) {
    Identity who = visitors.known(request);
    var place = visitors.place(request, who);
    request.countIn(inFlight);
    desk.claim(place, who.buyer())
        .whenComplete(
            (outcome, failure) ->
                request.loop().execute(() -> answer(request, who.buyer(), outcome, failure)));
  }

  private void answer(
      HotRequest request,
      Buyer buyer,
      @Nullable ClaimOutcome outcome,
      @Nullable Throwable failure) {
    if (outcome == null) {
      request.fail(failure == null ? new IllegalStateException("no outcome") : failure);
      return;
    }
    try {
      QueueDesk.Entered entered = desk.entered(outcome, buyer);
      request.answer(
          HotAnswer.of(
                  entered.repeated() ? HttpResponseStatus.OK : HttpResponseStatus.CREATED,
                  HotLane.JSON,
                  json.writeValueAsBytes(entered))
              .with(HttpHeaderNames.CACHE_CONTROL, HotLane.NO_STORE));
    } catch (RuntimeException refused) {
      request.fail(refused);
    }
  }
}
