package dev.onsale.booking.web.hotlane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.boundary.Drain;
import dev.onsale.booking.boundary.ProblemException;
import dev.onsale.booking.boundary.Session;
import dev.onsale.booking.queue.SalePhase;
import dev.onsale.booking.tokens.SessionId;
import dev.onsale.booking.web.StatesWired;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many streams there may be, in a process that takes five. */
class SeatStreamsTest {
  private static final int MOST = 5;

  private final SaleInRedis sale = SaleInRedis.opened(Terms.GENEROUS);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SeatStreams streams =
      new SeatStreams(
          sale.feed,
          StatesWired.of(sale.house.plan()),
          new SalePhase(sale.live, Clock.systemUTC()),
          new Drain(Duration.ZERO),
          Clock.systemUTC(),
          meters,
          MOST);
  private final List<EmbeddedChannel> open = new ArrayList<>();
  private int sessions;

  @AfterEach
  void close() {
    open.forEach(EmbeddedChannel::finishAndReleaseAll);
    sale.close();
  }

  @Test
  void aProcessThatHasAllItMayHaveRefusesMoreUntilOneEnds() {
    for (int i = 0; i < MOST; i++) {
      admit(session());
    }

    ProblemException refused = refusal(session());
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.retryAfterSeconds()).isPositive();
    assertThat(refused).hasMessageContaining("has 5 streams");
    end(open.getFirst());

    admit(session());
    assertThat(refusal(session()).status()).isEqualTo(503);
    assertThat(counted()).isEqualTo(MOST);
  }

  @Test
  void whatASessionWasRefusedCountsForNobody() {
    Session greedy = session();
    for (int i = 0; i < SeatStreams.MOST_A_SESSION; i++) {
      admit(greedy);
    }

    for (int i = 0; i < 10; i++) {
      assertThat(refusal(greedy).status()).isEqualTo(429);
    }

    admit(session());
    assertThat(counted()).isEqualTo(MOST);
    end(open.getFirst());
    admit(greedy);
  }

  @Test
  void aStreamThatEndsTwiceIsCountedOutOnce() {
    SeatStream stream = admit(session());
    admit(session());

    streams.refuse(stream);
    end(open.getFirst());

    assertThat(counted()).isEqualTo(1);
  }

  private SeatStream admit(Session session) {
    EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    open.add(channel);
    return streams.admit(session, channel.pipeline().firstContext());
  }

  private ProblemException refusal(Session session) {
    EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    try {
      return catchThrowableOfType(
          ProblemException.class, () -> streams.admit(session, channel.pipeline().firstContext()));
    } finally {
      channel.finishAndReleaseAll();
    }
  }

  private static void end(EmbeddedChannel channel) {
    channel.close();
    channel.runPendingTasks();
  }

  private Session session() {
    return new Session(
        SaleInRedis.buyer(), new SessionId(1, 1, ++sessions), Instant.now().plusSeconds(600));
  }

  private double counted() {
    return meters.get("onsale.seats.streams").gauge().value();
  }
}
