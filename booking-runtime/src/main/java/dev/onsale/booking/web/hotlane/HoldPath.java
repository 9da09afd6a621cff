package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.IdempotencyKey;
import dev.onsale.booking.boundary.Session;
import dev.onsale.booking.boundary.Visitors;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.seats.HoldRequest;
import dev.onsale.booking.web.HoldBody;
import dev.onsale.booking.web.HoldDesk;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** Holds seats. */
final class HoldPath implements HotPath {
  private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.POST);

  private final HoldDesk desk;
  private final Visitors visitors;
  private final InFlight inFlight;
  private final JsonMapper json;
  private final JsonBody<HoldBody> bodies;

  HoldPath(HoldDesk desk, Visitors visitors, InFlight inFlight, JsonMapper json) {
    this.desk = desk;
    this.visitors = visitors;
    this.inFlight = inFlight;
    this.json = json;
    this.bodies = new JsonBody<>(json, HoldBody.class);
  }

  @Override
  public String template() {
    return EventPath.BASE + "/holds";
  }

  @Override
  public Set<HttpMethod> methods() {
    return METHODS;
  }

  @Override
  public boolean wantsBody() {
    return true;
  }

  @Override
  public void serve(HotRequest request) {
    Identity who = visitors.known(request);
    Session session = visitors.session(request, who);
    IdempotencyKey key = IdempotencyKey.of(request);
    HoldRequest wanted = bodies.of(request).request();
    request.countIn(inFlight);
    request.answerWith(
        desk.hold(session, who.roles(), key, wanted),
        outcome ->
            HotAnswer.unstored(
                HttpResponseStatus.CREATED, json.writeValueAsBytes(desk.held(outcome))));
  }
}
