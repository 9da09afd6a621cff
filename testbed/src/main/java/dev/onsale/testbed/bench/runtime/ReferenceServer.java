package dev.onsale.testbed.bench.runtime;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The least that answers as the waiting room does: a {@code GET} with a constant, a {@code POST}
 * with the next number of a counter, asked for by all who came in one turn together. No limits, no
 * tokens, no metrics, no errors.
 */
public final class ReferenceServer {
  private static final int LOOPS = Math.max(4, Runtime.getRuntime().availableProcessors());

  private final RedisAsyncCommands<String, String> redis;
  private final String counter;
  private final ByteBuf constant;
  private final byte[] before;
  private final byte[] after;
  private final FastThreadLocal<List<ChannelHandlerContext>> turn =
      new FastThreadLocal<>() {
        @Override
        protected List<ChannelHandlerContext> initialValue() {
          return new ArrayList<>();
        }
      };

  private ReferenceServer(
      RedisAsyncCommands<String, String> redis, String counter, String constant, String given) {
    this.redis = redis;
    this.counter = counter;
    this.constant =
        Unpooled.unreleasableBuffer(
            Unpooled.copiedBuffer(constant, StandardCharsets.UTF_8).asReadOnly());
    String[] around = given.split("\"place\":\\d+", 2);
    this.before = (around[0] + "\"place\":").getBytes(StandardCharsets.UTF_8);
    this.after = around[1].getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param arguments port, host, port, user and password of Redis, the counter's key, and two
   *     bodies as the waiting room gives them: of the status, and of a place
   */
  public static void main(String[] arguments) throws InterruptedException {
    EventLoopGroup loops = Loops.of(LOOPS);
    RedisClient client =
        RedisClient.create(
            DefaultClientResources.builder().eventLoopGroupProvider(new OneGroup(loops)).build(),
            RedisURI.builder()
                .withHost(arguments[1])
                .withPort(Integer.parseInt(arguments[2]))
                .withAuthentication(arguments[3], arguments[4].toCharArray())
                .build());
    ReferenceServer server =
        new ReferenceServer(client.connect().async(), arguments[5], arguments[6], arguments[7]);
    Loops.serve(loops, Integer.parseInt(arguments[0]), () -> server.new Connection());
  }

  private final class Connection extends ChannelInboundHandlerAdapter {
    private boolean constantAsked;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof HttpRequest request) {
        constantAsked = request.method().equals(HttpMethod.GET);
      }
      if (message instanceof LastHttpContent) {
        if (constantAsked) {
          ctx.write(constant());
        } else {
          join(ctx);
        }
      }
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      ctx.flush();
    }
  }

  private void join(ChannelHandlerContext ctx) {
    List<ChannelHandlerContext> together = turn.get();
    together.add(ctx);
    if (together.size() == 1) {
      ctx.executor().execute(() -> ask(ctx.executor()));
    }
  }

  private void ask(EventExecutor loop) {
    List<ChannelHandlerContext> together = turn.get();
    turn.set(new ArrayList<>());
    redis
        .incrby(counter, together.size())
        .thenAccept(last -> loop.execute(() -> answer(together, last - together.size() + 1)));
  }

  private void answer(List<ChannelHandlerContext> together, long first) {
    long place = first;
    for (ChannelHandlerContext ctx : together) {
      ctx.write(given(place++));
    }
    new LinkedHashSet<>(together).forEach(ChannelHandlerContext::flush);
  }

  private DefaultFullHttpResponse constant() {
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.OK, constant.duplicate());
    headers(response, "max-age=1, public");
    response.headers().set(HttpHeaderNames.ETAG, "\"0123456789abcdef01234567\"");
    return response;
  }

  private DefaultFullHttpResponse given(long place) {
    byte[] number = Long.toString(place).getBytes(StandardCharsets.US_ASCII);
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.CREATED,
            Unpooled.wrappedBuffer(before, number, after));
    headers(response, "no-store");
    return response;
  }

  private static void headers(DefaultFullHttpResponse response, String cache) {
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .set(HttpHeaderNames.CACHE_CONTROL, cache)
        .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
  }
}
