package dev.onsale.testbed.bench.runtime;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A crowd on a few connections that stay open, from one thread: either everybody asks again as soon
 * as they are answered, or so many ask each second whatever becomes of those before.
 */
final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final EventLoopGroup loop = Loops.of(1);
  private final List<Connection> connections = new ArrayList<>();

  Load(int port, int count) throws InterruptedException {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(Loops.socket())
            .option(io.netty.channel.ChannelOption.TCP_NODELAY, true);
    for (int i = 0; i < count; i++) {
      Connection connection = new Connection();
      bootstrap.clone().handler(connection).connect("127.0.0.1", port).sync();
      connections.add(connection);
    }
  }

  /** Whether somebody answers 200 at that port. */
  static boolean answers(int port, byte[] request) {
    try (Load one = new Load(port, 1)) {
      return one.once(request).startsWith("HTTP/1.1 200");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (Exception notYet) {
      // refused: Netty throws the checked exception behind its own back
      return false;
    }
  }

  /** One answer, as text. */
  String once(byte[] request) {
    String[] text = {""};
    boolean[] sent = {false};
    run(
        new Traffic(
            () -> {
              boolean before = sent[0];
              sent[0] = true;
              return before ? null : request;
            },
            answer -> {
              text[0] = answer.toString();
              return true;
            }),
        1,
        Duration.ofSeconds(1));
    return text[0];
  }

  /** Every connection has so many requests under way, for a time or until there are no more. */
  Measured run(Traffic traffic, int depth, Duration time) {
    return measured(new Run(traffic, depth, time, 0));
  }

  /** So many requests a second for a time, in even steps. */
  Measured paced(Traffic traffic, double perSecond, Duration time) {
    return measured(new Run(traffic, 0, time, perSecond));
  }

  private Measured measured(Run run) {
    loop.execute(run::begin);
    run.awaitEnd();
    return run.result();
  }

  /** One measurement; all of it on the loop's thread but waiting for its end. */
  private final class Run {
    private final Traffic traffic;
    private final int depth;
    private final long time;
    private final double perSecond;
    private final java.util.concurrent.CountDownLatch end =
        new java.util.concurrent.CountDownLatch(1);
    private long began;
    private long asked;
    private long underWay;
    private long answered;
    private long wrong;
    private boolean exhausted;
    private long endedAt;
    private int turn;
    private long[] nanos = new long[0];
    private int timed;

    Run(Traffic traffic, int depth, Duration time, double perSecond) {
      this.traffic = traffic;
      this.depth = depth;
      this.time = time.toNanos();
      this.perSecond = perSecond;
    }

    void begin() {
      began = System.nanoTime();
      connections.forEach(connection -> connection.run = this);
      if (perSecond == 0) {
        for (Connection connection : connections) {
          for (int i = 0; i < depth; i++) {
            ask(connection, 0);
          }
          connection.flush();
        }
      } else {
        nanos = new long[(int) (perSecond * time / 1e9) + 1];
        step();
      }
      finish();
    }

    /** Asks for what is due by now; who is late is timed from when it was due. */
    private void step() {
      long now = System.nanoTime() - began;
      while (!over() && asked < nanos.length && asked / perSecond * 1e9 <= now) {
        ask(connections.get(turn++ % connections.size()), began + (long) (asked / perSecond * 1e9));
      }
      connections.forEach(Connection::flush);
      if (!over() && asked < nanos.length) {
        loop.schedule(this::step, 500, TimeUnit.MICROSECONDS);
      } else {
        exhausted = true;
        finish();
      }
    }

    private boolean over() {
      return exhausted || System.nanoTime() - began >= time && perSecond == 0;
    }

    private void ask(Connection connection, long due) {
      byte[] request = over() ? null : traffic.next().get();
      if (request == null) {
        exhausted = true;
        return;
      }
      asked++;
      underWay++;
      connection.add(request, due);
    }

    void answered(Connection connection, Answer answer, long due) {
      underWay--;
      long now = System.nanoTime();
      if (!traffic.right().test(answer)) {
        wrong++;
      } else if (perSecond > 0 || now - began < time) {
        answered++;
        endedAt = now;
      }
      if (perSecond > 0) {
        nanos[timed++] = now - due;
      } else {
        ask(connection, 0);
      }
    }

    void broke(int lost) {
      wrong += lost;
      underWay -= lost;
      exhausted = true;
      finish();
    }

    void finish() {
      if (underWay == 0 && over()) {
        end.countDown();
      }
    }

    void awaitEnd() {
      try {
        if (!end.await(time + PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
          throw new IllegalStateException(underWay + " requests were not answered");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted under load", e);
      }
    }

    Measured result() {
      double seconds = exhausted ? (endedAt - began) / 1e9 : time / 1e9;
      return new Measured(answered, seconds, wrong, Arrays.copyOf(nanos, timed));
    }
  }

  private static final class Connection extends ChannelInboundHandlerAdapter {
    private static final int MOST = 1 << 16;
    private final long[] due = new long[MOST];
    private byte[] received = new byte[1 << 16];
    private int filled;
    private int first;
    private int next;
    private @Nullable ByteBuf out;
    private @Nullable Channel channel;
    private volatile @Nullable Run run;

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      channel = ctx.channel();
    }

    void add(byte[] request, long dueAt) {
      due[next++ % MOST] = dueAt;
      ByteBuf to = out;
      if (to == null) {
        to = java.util.Objects.requireNonNull(channel).alloc().buffer(4096);
        out = to;
      }
      to.writeBytes(request);
    }

    void end() {
      run = null;
      Channel open = channel;
      if (open != null) {
        open.close();
      }
    }

    void flush() {
      if (out != null) {
        java.util.Objects.requireNonNull(channel).writeAndFlush(out);
        out = null;
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf data = (ByteBuf) message;
      int more = data.readableBytes();
      if (filled + more > received.length) {
        received = Arrays.copyOf(received, Math.max(received.length * 2, filled + more));
      }
      data.readBytes(received, filled, more);
      data.release();
      filled += more;
      Run current = java.util.Objects.requireNonNull(run);
      int at = 0;
      for (Answer answer = Answer.at(received, at, filled);
          answer != null;
          answer = Answer.at(received, at, filled)) {
        at = answer.end();
        current.answered(this, answer, due[first++ % MOST]);
      }
      System.arraycopy(received, at, received, 0, filled - at);
      filled -= at;
      flush();
      current.finish();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      Run current = run;
      if (current != null && next > first) {
        current.broke(next - first);
      }
    }
  }

  @Override
  public void close() {
    connections.forEach(Connection::end);
    loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
