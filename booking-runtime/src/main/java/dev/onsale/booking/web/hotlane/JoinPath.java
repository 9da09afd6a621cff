package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.Visitors;
import dev.onsale.booking.queue.JoinOutcome;
import dev.onsale.booking.web.QueueDesk;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives places. Those who ask in one turn of an event loop are given theirs with one call to Redis.
 * Should its answer be lost, all of them hear so, and nobody is ever given those places.
 */
final class JoinPath implements HotPath {
  private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.POST);

  /** What one call asks for at most; a script of that length takes well below a millisecond. */
  private static final int MOST_AT_ONCE = 512;

  private final QueueDesk desk;
  private final Visitors visitors;
  private final InFlight inFlight;
  private final JsonMapper json;
  private final FastThreadLocal<List<Joining>> turn =
      new FastThreadLocal<>() {
        @Override
        protected List<Joining> initialValue() {
          return new ArrayList<>();
        }
      };

  private record Joining(HotRequest request, Visitors.Met met) {}

  JoinPath(QueueDesk desk, Visitors visitors, InFlight inFlight, JsonMapper json) {
    this.desk = desk;
    this.visitors = visitors;
    this.inFlight = inFlight;
    this.json = json;
  }

  @Override
  public String template() {
    return EventPath.BASE + "/queue/places";
  }

  @Override
  public Set<HttpMethod> methods() {
    return METHODS;
  }

  @Override
  public void serve(HotRequest request) {
    Joining joining = new Joining(request, visitors.recogniseOrGreet(request));
    request.countIn(inFlight);
    List<Joining> together = turn.get();
    together.add(joining);
    if (together.size() == 1) {
      // after everything that this turn has read
      request.loop().execute(() -> ask(request.loop()));
    } else if (together.size() == MOST_AT_ONCE) {
      ask(request.loop());
    }
  }

  private void ask(EventExecutor loop) {
    List<Joining> together = turn.get();
    if (together.isEmpty()) {
      return;
    }
    turn.set(new ArrayList<>(together.size()));
    try {
      desk.join(together.stream().map(one -> one.met().who()).toList())
          .whenComplete(
              (outcomes, failure) -> loop.execute(() -> answer(together, outcomes, failure)));
    } catch (RuntimeException refused) {
      together.forEach(one -> one.request().fail(refused));
    }
  }

  private void answer(
      List<Joining> together, @Nullable List<JoinOutcome> outcomes, @Nullable Throwable failure) {
    for (int i = 0; i < together.size(); i++) {
      Joining one = together.get(i);
      if (outcomes == null) {
        one.request().fail(failure == null ? new IllegalStateException("no outcome") : failure);
      } else {
        answer(one, outcomes.get(i));
      }
    }
  }

  private void answer(Joining one, JoinOutcome outcome) {
    try {
      HotAnswer answer =
          HotAnswer.unstored(
              HttpResponseStatus.CREATED,
              json.writeValueAsBytes(desk.given(outcome, one.met().who())));
      String setCookie = one.met().setCookie();
      one.request()
          .answer(setCookie == null ? answer : answer.with(HttpHeaderNames.SET_COOKIE, setCookie));
    } catch (RuntimeException refused) {
      one.request().fail(refused);
    }
  }
}
