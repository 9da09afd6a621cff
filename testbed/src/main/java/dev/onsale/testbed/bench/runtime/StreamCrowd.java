package dev.onsale.testbed.bench.runtime;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients of a stream of server-sent events, each on a connection of its own, from one thread. */
final class StreamCrowd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** As many connections as are made at a time. */
  private static final int CONNECTING = 256;

  private static final byte[] DELTA = Answer.ascii("event: delta");
  private static final byte[] FINE = Answer.ascii("HTTP/1.1 200");

  private final EventLoopGroup loop = Loops.of(1);
  private final List<Channel> channels = new ArrayList<>();
  private final CountDownLatch begun;
  private final AtomicInteger ended = new AtomicInteger();
  private volatile Round round = new Round(0);

  /** Who heard of a change, and when. */
  private static final class Round {
    private final long began = System.nanoTime();
    private final long[] nanos;
    private final CountDownLatch left;
    private int heard;

    Round(int clients) {
      nanos = new long[clients];
      left = new CountDownLatch(clients);
    }

    void heard() {
      if (heard < nanos.length) {
        nanos[heard++] = System.nanoTime() - began;
        left.countDown();
      }
    }
  }

  /**
   * Connects everybody.
   *
   * @param requests one for each client
   * @param reading whether they read what they are sent; if not, they take as little as they can
   */
  StreamCrowd(int port, List<byte[]> requests, boolean reading) throws InterruptedException {
    begun = new CountDownLatch(requests.size());
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(Loops.socket())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.AUTO_READ, reading);
    if (!reading) {
      bootstrap.option(ChannelOption.SO_RCVBUF, 4_096);
    }
    Semaphore connecting = new Semaphore(CONNECTING);
    for (byte[] request : requests) {
      connecting.acquire();
      var connected = bootstrap.clone().handler(new Client(request)).connect("127.0.0.1", port);
      connected.addListener(done -> connecting.release());
      channels.add(connected.channel());
    }
    connecting.acquire(CONNECTING);
  }

  /** Waits until everybody was answered 200. */
  void awaitBegun() throws InterruptedException {
    if (!begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(begun.getCount() + " streams did not begin");
    }
  }

  /** Connections that the server ended. */
  int ended() {
    return ended.get();
  }

  /**
   * Makes a change and waits until everybody heard of it.
   *
   * @return nanoseconds from before the change until each heard of it
   */
  long[] hear(Callable<?> change) throws Exception {
    Round now = new Round(channels.size());
    round = now;
    change.call();
    if (!now.left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(now.left.getCount() + " clients did not hear of a change");
    }
    return Arrays.copyOf(now.nanos, now.nanos.length);
  }

  private final class Client extends ChannelInboundHandlerAdapter {
    private final byte[] request;
    private int status;
    private int matched;

    Client(byte[] request) {
      this.request = request;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      ctx.writeAndFlush(Unpooled.wrappedBuffer(request));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf data = (ByteBuf) message;
      while (data.isReadable()) {
        byte next = data.readByte();
        if (status < FINE.length) {
          begin(next);
        }
        matched = next == DELTA[matched] ? matched + 1 : next == DELTA[0] ? 1 : 0;
        if (matched == DELTA.length) {
          matched = 0;
          round.heard();
        }
      }
      data.release();
    }

    private void begin(byte next) {
      if (next == FINE[status] && ++status == FINE.length) {
        begun.countDown();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      ended.incrementAndGet();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable reset) {
      // who is dropped may be reset; it is counted when the channel ends
      ctx.close();
    }
  }

  @Override
  public void close() {
    channels.forEach(Channel::close);
    loop.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
