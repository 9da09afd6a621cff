package dev.onsale.booking.web.hotlane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.Row;
import dev.onsale.api.v1alpha1.Section;
import dev.onsale.booking.seats.SeatBits;
import dev.onsale.booking.seats.SeatVersion;
import dev.onsale.booking.seats.SeatView;
import dev.onsale.booking.seats.SeatViews;
import dev.onsale.booking.tokens.SessionId;
import dev.onsale.booking.web.SeatStates;
import dev.onsale.booking.web.SeatStatesOf;
import dev.onsale.seating.SeatMap;
import dev.onsale.seating.SeatPlan;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What streams of one event loop hear; their channels are of one embedded loop each. */
class StreamsOfLoopTest {
  private static final SeatPlan PLAN =
      SeatPlan.of(
          new SeatMap(
              List.of(
                  new Section(
                      "A",
                      "vip",
                      1,
                      List.of(new Row("1", 20, 1, 1, List.of(), List.of(), null, null)),
                      null,
                      null))));
  private static final Instant BEGINNING = Instant.parse("2027-03-01T10:00:00Z");

  private final Process process = new Process();
  private final EmbeddedChannel first = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
  private final StreamsOfLoop streams = new StreamsOfLoop(process, first.eventLoop());
  private final List<EmbeddedChannel> channels = new ArrayList<>(List.of(first));
  private SeatView view = SeatViews.free(PLAN, 5);
  private long seconds;

  private static final class Process implements StreamsOfLoop.Surroundings {
    private final SeatStates states = SeatStatesOf.plan(PLAN);
    private @Nullable String over;
    private int dropped;
    private long nanos = 1;

    @Override
    public SeatStates states() {
      return states;
    }

    @Override
    public @Nullable String over() {
      return over;
    }

    @Override
    public Instant now() {
      return BEGINNING.plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public void dropped() {
      dropped++;
    }

    @Override
    public void told(SeatView view) {}
  }

  @AfterEach
  void close() {
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  @Test
  void whoKnowsNothingBeginsWithAllSeats() {
    begin(first, null);

    assertThat(sent(first))
        .startsWith("retry: 1500\n\nid: 1.5\nevent: snapshot\ndata: {\"version\":\"1.5\"")
        .endsWith("}\n\n");
  }

  @Test
  void whoComesBackHearsWhatWasMissed() {
    SeatVersion left = view.version();
    change(3);
    change(4);
    begin(first, left);

    assertThat(sent(first)).contains("id: 1.7\nevent: delta\n", "\"changes\":[[],[3,4],[],[]]");
  }

  @Test
  void whoComesBackFromAnotherEpochBeginsWithAllSeats() {
    begin(first, new SeatVersion(7, 5));

    assertThat(sent(first)).contains("id: 1.5\nevent: snapshot\n");
  }

  @Test
  void whoMissedNothingHearsNothing() {
    begin(first, view.version());

    assertThat(sent(first)).isEqualTo("retry: 1500\n\n");
  }

  @Test
  void whoCameFromAProcessThatKnewMoreHearsNothingOld() {
    begin(first, new SeatVersion(1, 7));
    sent(first);
    change(3);
    change(4);
    assertThat(sent(first)).isEmpty();

    change(5);
    assertThat(sent(first)).contains("id: 1.8\n", "[5]");
  }

  @Test
  void everyChangeIsHeardOnceByEverybody() {
    EmbeddedChannel second = another();
    begin(first, view.version());
    begin(second, view.version());
    sent(first);
    sent(second);

    change(3);

    assertThat(sent(first)).containsOnlyOnce("event: delta").isEqualTo(sent(second));
  }

  @Test
  void whoDoesNotReadIsSentNothingMoreAndIsDroppedAfterFiveSeconds() {
    EmbeddedChannel stuck = another();
    begin(first, view.version());
    begin(stuck, view.version());
    sent(stuck);
    long unsent = fill(stuck);

    for (int second = 0; second < 4; second++) {
      for (int seat = 0; seat < 20; seat++) {
        change(seat);
      }
      pass(1);
    }
    assertThat(stuck.unsafe().outboundBuffer().totalPendingWriteBytes()).isEqualTo(unsent);
    assertThat(stuck.isOpen()).isTrue();
    pass(3);

    assertThat(stuck.isOpen()).isFalse();
    assertThat(process.dropped).isEqualTo(1);
    assertThat(first.isOpen()).isTrue();
    assertThat(sent(first)).contains("id: 1.85\n");
  }

  @Test
  void whoReadsAgainInTimeHearsWhatWasMissedAsOne() {
    begin(first, view.version());
    sent(first);
    fill(first);
    change(3);
    change(4);
    pass(1);
    first.flush();
    sent(first);

    pass(1);

    assertThat(sent(first)).containsOnlyOnce("event: delta").contains("[3,4]");
  }

  @Test
  void whoHearsNothingForAWhileHearsThatSomebodyIsThere() {
    begin(first, view.version());
    sent(first);

    pass(14);
    assertThat(sent(first)).isEmpty();
    pass(3);

    assertThat(sent(first)).isEqualTo(":\n\n");
  }

  @Test
  void aStreamEndsWithItsSession() {
    begin(first, view.version());

    pass(61);

    assertThat(sent(first)).contains("event: end\ndata: {\"reason\":\"session-ended\"}");
    assertThat(first.isOpen()).isFalse();
  }

  @Test
  void allStreamsEndWithTheProcess() {
    begin(first, view.version());
    process.over = "draining";

    pass(1);

    assertThat(sent(first)).contains("event: end\ndata: {\"reason\":\"draining\"}");
    assertThat(first.isOpen()).isFalse();
  }

  @Test
  void whoLeftIsForgotten() {
    EmbeddedChannel second = another();
    begin(first, view.version());
    begin(second, view.version());
    first.close();
    sent(second);

    change(3);

    assertThat(sent(second)).contains("event: delta");
  }

  private void change(int seat) {
    int held = view.bits().state(seat) == SeatBits.HELD ? SeatBits.FREE : SeatBits.HELD;
    view = SeatViews.with(PLAN, view, seat, held);
    streams.changed(view);
    first.runPendingTasks();
  }

  private void begin(EmbeddedChannel channel, @Nullable SeatVersion known) {
    SeatStream stream =
        new SeatStream(
            new SessionId(1, 1, channels.size()),
            BEGINNING.plusSeconds(60),
            channel.pipeline().firstContext());
    channel.closeFuture().addListener(closed -> streams.remove(stream));
    streams.begin(stream, view, known, 1_500);
  }

  private EmbeddedChannel another() {
    EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    channels.add(channel);
    return channel;
  }

  /** Leaves so much unsent that the channel takes no more; how much. */
  private static long fill(EmbeddedChannel channel) {
    channel.write(Unpooled.wrappedBuffer(new byte[40_000]));
    assertThat(channel.isWritable()).isFalse();
    return channel.unsafe().outboundBuffer().totalPendingWriteBytes();
  }

  private void pass(int more) {
    for (int i = 0; i < more; i++) {
      seconds++;
      process.nanos = TimeUnit.SECONDS.toNanos(seconds);
      first.advanceTimeBy(1, TimeUnit.SECONDS);
      first.runScheduledPendingTasks();
      channels.forEach(EmbeddedChannel::runPendingTasks);
    }
  }

  private static String sent(EmbeddedChannel channel) {
    StringBuilder all = new StringBuilder();
    for (ByteBuf one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
      all.append(one.toString(UTF_8));
      one.release();
    }
    return all.toString();
  }
}
