package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.Visitors;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.web.QueueDesk;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** Turns a served place into a session. */
final class ClaimPath implements HotPath {
  private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.POST);
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
  public Set<HttpMethod> methods() {
    return METHODS;
  }

  @Override
  public void serve(HotRequest request) {
    Identity who = visitors.known(request);
    var place = visitors.place(request, who);
    request.countIn(inFlight);
    request.answerWith(
        desk.claim(place, who.buyer()), outcome -> entered(desk.entered(outcome, who.buyer())));
  }

  private HotAnswer entered(QueueDesk.Entered entered) {
    return HotAnswer.unstored(
        entered.repeated() ? HttpResponseStatus.OK : HttpResponseStatus.CREATED,
        json.writeValueAsBytes(entered));
  }
}
