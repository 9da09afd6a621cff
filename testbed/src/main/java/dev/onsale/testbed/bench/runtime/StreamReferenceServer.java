package dev.onsale.testbed.bench.runtime;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The least that streams as the seats do: a {@code GET} begins a stream with as many bytes as all
 * seats take, a {@code POST} sends everybody as many as a delta takes, at the next of four moments
 * a second. No tokens, no limits, no versions, no metrics, nobody is dropped.
 */
public final class StreamReferenceServer {
  private static final int LOOPS = Math.max(4, Runtime.getRuntime().availableProcessors());

  private final ByteBuf first;
  private final ByteBuf delta;
  private final AtomicBoolean changed = new AtomicBoolean();
  private final Map<EventExecutor, ChannelGroup> streams = new ConcurrentHashMap<>();

  private StreamReferenceServer(int firstBytes, int deltaBytes) {
    this.first = event("snapshot", firstBytes);
    this.delta = event("delta", deltaBytes);
  }

  /**
   * @param arguments port, bytes of the first event, bytes of a delta
   */
  public static void main(String[] arguments) throws InterruptedException {
    EventLoopGroup loops = Loops.of(LOOPS);
    var server =
        new StreamReferenceServer(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    loops.next().scheduleWithFixedDelay(server::tell, 250, 250, TimeUnit.MILLISECONDS);
    Loops.serve(loops, Integer.parseInt(arguments[0]), () -> server.new Connection());
  }

  private void tell() {
    if (changed.getAndSet(false)) {
      streams.forEach(
          (loop, channels) ->
              loop.execute(
                  () ->
                      channels.forEach(
                          channel -> channel.writeAndFlush(delta.retainedDuplicate()))));
    }
  }

  private final class Connection extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof HttpRequest request) {
        if (request.method().equals(HttpMethod.GET)) {
          stream(ctx);
        } else {
          changed.set(true);
          var done = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
          done.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
          ctx.writeAndFlush(done);
        }
      }
      ReferenceCountUtil.release(message);
    }
  }

  private void stream(ChannelHandlerContext ctx) {
    var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    head.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
        .set(HttpHeaderNames.CONNECTION, "close");
    ctx.write(head);
    ctx.writeAndFlush(first.retainedDuplicate());
    streams.computeIfAbsent(ctx.executor(), DefaultChannelGroup::new).add(ctx.channel());
  }

  private static ByteBuf event(String name, int bytes) {
    byte[] head = Answer.ascii("event: " + name + "\ndata: ");
    ByteBuf event = Unpooled.directBuffer(bytes).writeBytes(head);
    while (event.readableBytes() < bytes - 2) {
      event.writeByte('x');
    }
    return event.writeByte('\n').writeByte('\n');
  }
}
