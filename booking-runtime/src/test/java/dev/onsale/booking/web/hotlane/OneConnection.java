package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.Drain;
import dev.onsale.booking.boundary.ProblemWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A connection with the hot lane and, behind it, a framework: both answer with the query of the
 * request, when the test says so.
 */
final class OneConnection {
  final InFlight inFlight;
  final List<HotRequest> served = new ArrayList<>();
  final List<HttpRequest> passedOn = new ArrayList<>();
  final EmbeddedChannel channel;
  private int reads;
  private @Nullable ChannelHandlerContext framework;

  final Drain drain = new Drain(Duration.ZERO);

  OneConnection() {
    this(100);
  }

  OneConnection(int mostInFlight) {
    inFlight = new InFlight(mostInFlight);
    HotLane lane =
        new HotLane(
            Map.of("/hot", new Hot()),
            new ProblemWriter(JsonMapper.shared()),
            new HotRecord(new SimpleMeterRegistry(), inFlight),
            drain);
    channel = new EmbeddedChannel();
    channel.config().setAutoRead(false);
    channel
        .pipeline()
        .addLast(new Reads())
        .addLast(new HttpServerCodec())
        .addLast(new HotLaneHandler(lane))
        .addLast(new Framework());
  }

  private final class Hot implements HotPath {
    @Override
    public String template() {
      return "/hot";
    }

    @Override
    public Set<HttpMethod> methods() {
      return Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST);
    }

    @Override
    public boolean wantsBody() {
      return true;
    }

    @Override
    public void serve(HotRequest request) {
      request.countIn(inFlight);
      served.add(request);
    }
  }

  private final class Framework extends ChannelInboundHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      framework = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof HttpRequest request) {
        passedOn.add(request);
      }
      ReferenceCountUtil.release(message);
    }
  }

  private final class Reads extends ChannelOutboundHandlerAdapter {
    @Override
    public void read(ChannelHandlerContext ctx) {
      reads++;
      ctx.read();
    }
  }

  /** Sends bytes as one read. */
  OneConnection send(String bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
    channel.runPendingTasks();
    return this;
  }

  /** How often it was asked to read since the last time. */
  int reads() {
    int since = reads;
    reads = 0;
    return since;
  }

  /** Answers the hot request that was served as the nth, from 0. */
  OneConnection answerHot(int served) {
    HotRequest request = this.served.get(served);
    request.answer(
        HotAnswer.of(
            HttpResponseStatus.OK,
            "text/plain",
            query(request.head()).getBytes(StandardCharsets.US_ASCII)));
    channel.runPendingTasks();
    return this;
  }

  /** The framework answers the request that was passed on to it as the nth, from 0. */
  OneConnection answerCold(int passedOn) {
    ByteBuf body =
        Unpooled.copiedBuffer(query(this.passedOn.get(passedOn)), StandardCharsets.US_ASCII);
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    java.util.Objects.requireNonNull(framework).writeAndFlush(response);
    channel.runPendingTasks();
    return this;
  }

  private static String query(HttpRequest request) {
    return request.uri().substring(request.uri().indexOf('?') + 1);
  }

  /** Everything sent to the client since the last time. */
  String sent() {
    channel.runPendingTasks();
    StringBuilder text = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      text.append(part.toString(StandardCharsets.US_ASCII));
      part.release();
    }
    return text.toString();
  }

  static String get(String pathAndQuery) {
    return "GET " + pathAndQuery + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }
}
