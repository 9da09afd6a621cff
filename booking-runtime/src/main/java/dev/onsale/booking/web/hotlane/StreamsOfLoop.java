package dev.onsale.booking.web.hotlane;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.onsale.booking.seats.SeatVersion;
import dev.onsale.booking.seats.SeatView;
import dev.onsale.booking.web.SeatStates;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one event loop, used on that loop only. A stream has no queue: what it missed
 * while it could not be written to it gets as one delta, or as all seats.
 */
final class StreamsOfLoop {
  /** So many are written to before others on the loop have their turn. */
  private static final int SLICE = 256;

  private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int MOST_UNSENT = 32 * 1024;
  private static final ByteBuf HEARTBEAT = shared(":\n\n");

  private final Surroundings all;
  private final EventExecutor loop;
  private final List<SeatStream> streams = new ArrayList<>();
  private @Nullable SeatFrames frames;
  private @Nullable SeatView passed;
  private @Nullable SeatView waiting;
  private boolean passing;
  private @Nullable ScheduledFuture<?> ticking;

  /** What the loops of a process have in common. */
  interface Surroundings {
    SeatStates states();

    /** Why all streams end now; null while they go on. */
    @Nullable String over();

    Instant now();

    /** As {@link System#nanoTime}. */
    long nanoTime();

    /** A stream was ended because the other side does not read. */
    void dropped();

    /** All streams of a loop that could be written to know that view. */
    void told(SeatView view);
  }

  StreamsOfLoop(Surroundings all, EventExecutor loop) {
    this.all = all;
    this.loop = loop;
  }

  /**
   * Begins a stream whose head is written, and brings it up to date.
   *
   * @param known what the other side has; null for nothing
   * @param reconnect milliseconds after which it should come back when the stream ended
   */
  void begin(SeatStream stream, SeatView view, @Nullable SeatVersion known, int reconnect) {
    var channel = stream.context.channel();
    channel.config().setOption(ChannelOption.SO_SNDBUF, MOST_UNSENT);
    channel
        .config()
        .setWriteBufferWaterMark(new WriteBufferWaterMark(MOST_UNSENT / 4, MOST_UNSENT));
    stream.at = streams.size();
    streams.add(stream);
    stream.version = known;
    stream.context.write(Unpooled.copiedBuffer("retry: " + reconnect + "\n\n", US_ASCII));
    SeatFrames latest = frames;
    if (latest == null || newer(view, latest.view())) {
      if (passing) {
        waiting = view;
      } else {
        latest = next(view);
      }
    }
    if (latest != null) {
      bring(stream, latest, all.nanoTime());
    }
    stream.context.flush();
    if (ticking == null) {
      ticking = loop.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }
  }

  /** Forgets a stream whose connection ended. */
  void remove(SeatStream stream) {
    int at = stream.at;
    if (at >= streams.size() || streams.get(at) != stream) {
      return;
    }
    SeatStream last = streams.removeLast();
    if (last != stream) {
      streams.set(at, last);
      last.at = at;
    }
    if (streams.isEmpty() && ticking != null) {
      ticking.cancel(false);
      ticking = null;
    }
    rest();
  }

  /** Nobody listens: nothing is kept. */
  private void rest() {
    if (streams.isEmpty() && !passing && frames != null) {
      frames.release();
      frames = null;
    }
  }

  /** The seats changed. */
  void changed(SeatView view) {
    if (passing) {
      waiting = view;
    } else if (!streams.isEmpty() && (passed == null || newer(view, passed))) {
      SeatFrames latest = frames;
      // Who began a moment ago may have brought a newer one.
      SeatFrames next = latest != null && !newer(view, latest.view()) ? latest : next(view);
      passed = next.view();
      passing = true;
      pass(next, streams.size());
    }
  }

  private static boolean newer(SeatView view, SeatView than) {
    SeatVersion one = view.version();
    SeatVersion other = than.version();
    return one.epoch() > other.epoch()
        || one.epoch() == other.epoch() && one.number() > other.number();
  }

  private SeatFrames next(SeatView view) {
    if (frames != null) {
      frames.release();
    }
    SeatFrames next = new SeatFrames(view, all.states(), ByteBufAllocator.DEFAULT);
    frames = next;
    return next;
  }

  /** Backwards: who is removed on the way is replaced by one that was served. */
  private void pass(SeatFrames now, int left) {
    int next = Math.min(left, streams.size());
    int end = Math.max(0, next - SLICE);
    long time = all.nanoTime();
    while (next > end) {
      next--;
      if (next < streams.size()) {
        bring(streams.get(next), now, time);
      }
    }
    if (end > 0) {
      loop.execute(() -> pass(now, end));
      return;
    }
    passing = false;
    all.told(now.view());
    SeatView newer = waiting;
    waiting = null;
    if (newer != null) {
      changed(newer);
    }
    rest();
  }

  private void bring(SeatStream stream, SeatFrames now, long time) {
    SeatVersion known = stream.version;
    SeatVersion version = now.view().version();
    if (known != null && known.epoch() == version.epoch() && known.number() >= version.number()) {
      return;
    }
    if (writable(stream, time)) {
      stream.version = version;
      send(stream, now.after(known), time);
    }
  }

  private static boolean writable(SeatStream stream, long time) {
    boolean writable = stream.context.channel().isWritable();
    if (writable) {
      stream.stuckSince = 0;
    } else if (stream.stuckSince == 0) {
      stream.stuckSince = time;
    }
    return writable;
  }

  private static void send(SeatStream stream, ByteBuf event, long time) {
    stream.writtenAt = time;
    stream.context.writeAndFlush(event, stream.context.voidPromise());
  }

  /** Who is stuck is dropped, who is behind gets on, who hears nothing hears that we are there. */
  private void tick() {
    String over = all.over();
    Instant now = all.now();
    long time = all.nanoTime();
    for (int at = streams.size() - 1; at >= 0; at--) {
      SeatStream stream = streams.get(at);
      if (stream.ending) {
        stream.context.close();
      } else if (over != null) {
        end(stream, over);
      } else if (now.isAfter(stream.endsAt)) {
        end(stream, "session-ended");
      } else if (!writable(stream, time)) {
        if (time - stream.stuckSince > STUCK_NANOS) {
          all.dropped();
          stream.context.close();
        }
      } else {
        if (frames != null) {
          bring(stream, frames, time);
        }
        if (time - stream.writtenAt > HEARTBEAT_NANOS) {
          send(stream, HEARTBEAT.duplicate(), time);
        }
      }
    }
  }

  private static void end(SeatStream stream, String why) {
    stream.ending = true;
    String last = "event: end\ndata: {\"reason\":\"" + why + "\"}\n\n";
    stream
        .context
        .writeAndFlush(Unpooled.copiedBuffer(last, US_ASCII))
        .addListener(ChannelFutureListener.CLOSE);
  }

  private static ByteBuf shared(String text) {
    return Unpooled.unreleasableBuffer(
        Unpooled.directBuffer(text.length()).writeBytes(text.getBytes(US_ASCII)));
  }
}
