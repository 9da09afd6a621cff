package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.ProblemException;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;

/**
 * One connection's part of the hot lane, between the HTTP codec and the framework. It answers the
 * hot paths itself and passes every other request on, called cold here.
 *
 * <p>Answers leave in the order of their requests: hot ones wait for each other, and where a
 * pipeline changes between hot and cold, what comes later is held until all before is answered.
 *
 * <p>A stream has the rest of its connection for itself.
 *
 * <p>Reads are asked for one by one: there is none while many answers are owed or the other side
 * does not take them.
 */
final class HotLaneHandler extends ChannelDuplexHandler {
  private static final int MOST_OPEN = 64;

  private final HotLane lane;
  private final Deque<Object> held = new ArrayDeque<>();
  private final Deque<HotRequest> open = new ArrayDeque<>();
  private @Nullable HotRequest receiving;
  private int cold;
  private boolean informational;
  private boolean lastReceived;
  private boolean reading;
  private boolean streaming;
  private boolean unflushed;
  private boolean flushing;
  private @Nullable ChannelPromise closing;
  private @Nullable ChannelHandlerContext context;

  HotLaneHandler(HotLane lane) {
    this.lane = lane;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (streaming) {
      ReferenceCountUtil.release(message);
      return;
    }
    reading = true;
    if (!held.isEmpty() || mustWait(message)) {
      held.add(message);
    } else {
      take(ctx, message);
    }
  }

  /** Whether something before it has to be answered first. */
  private boolean mustWait(Object message) {
    if (!(message instanceof HttpRequest head)) {
      return false;
    }
    if (hot(head) == null) {
      // One at a time: the framework drops a last request that comes before it is done with
      // another.
      return !open.isEmpty() || cold > 0 || busy();
    }
    // The interim answer must not overtake anybody's either.
    return cold > 0 || !open.isEmpty() && head.headers().contains(HttpHeaderNames.EXPECT);
  }

  /** Whether the framework still has to put a request away that it answered. */
  private boolean busy() {
    return ChannelOperations.get(Objects.requireNonNull(context).channel()) != null;
  }

  private @Nullable HotPath hot(HttpRequest head) {
    return head.decoderResult().isSuccess() ? lane.path(head.uri()) : null;
  }

  private void take(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest head) {
      begin(ctx, head);
    } else if (message instanceof HttpContent content && receiving != null) {
      body(receiving, content);
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest head) {
    if (lastReceived) {
      // The one before said that it was the last.
      ReferenceCountUtil.release(head);
      return;
    }
    lastReceived = !HttpUtil.isKeepAlive(head);
    HotPath path = hot(head);
    if (path == null) {
      cold++;
      ctx.fireChannelRead(head);
      return;
    }
    HotRequest request = new HotRequest(this, ctx, head, path);
    receiving = request;
    open.add(request);
    String expected = head.headers().get(HttpHeaderNames.EXPECT);
    if (HttpUtil.getContentLength(head, 0L) > HotLane.MOST_BODY_BYTES) {
      cutShort(request, HotLane.tooLarge(path));
    } else if (expected != null && !expected.equalsIgnoreCase("100-continue")) {
      cutShort(request, HotLane.unexpected(expected));
    } else if (expected != null) {
      ctx.writeAndFlush(
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
  }

  /** A body is bounded; one that its path does not want is read away. */
  private void body(HotRequest request, HttpContent content) {
    long bytes = request.received(content.content());
    boolean broken = content.decoderResult().isFailure();
    boolean end = content instanceof LastHttpContent;
    content.release();
    if (end) {
      receiving = null;
    }
    if (request.answer() != null) {
      return;
    }
    if (broken) {
      cutShort(request, ProblemException.badRequest("the request's body is broken"));
    } else if (bytes > HotLane.MOST_BODY_BYTES) {
      cutShort(request, HotLane.tooLarge(request.path()));
    } else if (end) {
      lane.serve(request);
    }
  }

  /** What follows cannot be told from the rest of this request. */
  private void cutShort(HotRequest request, ProblemException why) {
    lastReceived = true;
    request.endConnection();
    request.fail(why);
  }

  HotAnswer problem(HotRequest request, Throwable failure) {
    return lane.problem(request, failure);
  }

  /** Writes what may be written by now. */
  void answered() {
    ChannelHandlerContext ctx = Objects.requireNonNull(context);
    if (streaming) {
      return;
    }
    for (HotRequest first = open.peek();
        first != null && first.answer() != null;
        first = open.peek()) {
      open.remove();
      write(ctx, first, first.answer());
    }
    if (unflushed && !reading && !flushing) {
      // Whoever else is answered in this turn goes with it.
      flushing = true;
      ctx.executor().execute(this::flushNow);
    }
    if (open.isEmpty()) {
      goOn(ctx);
    }
  }

  private void write(ChannelHandlerContext ctx, HotRequest request, HotAnswer answer) {
    lane.told(request, answer);
    if (!ctx.channel().isActive()) {
      return;
    }
    unflushed = true;
    Runnable stream = request.stream();
    if (stream != null) {
      stream(ctx, answer, stream);
      return;
    }
    boolean last = request.last() || (lane.draining() && open.isEmpty() && held.isEmpty());
    var response = answer.to(request.head(), last);
    if (last) {
      ctx.write(response).addListener(ChannelFutureListener.CLOSE);
    } else {
      ctx.write(response);
    }
  }

  /** Requests behind it are not answered any more; what comes in is read for the end's sake. */
  private void stream(ChannelHandlerContext ctx, HotAnswer head, Runnable body) {
    streaming = true;
    open.clear();
    dropHeld();
    // Nobody is expected to send anything.
    if (ctx.pipeline().get(NettyPipeline.IdleTimeoutHandler) != null) {
      ctx.pipeline().remove(NettyPipeline.IdleTimeoutHandler);
    }
    ctx.write(head.toStream());
    body.run();
    ctx.read();
  }

  private void dropHeld() {
    held.forEach(ReferenceCountUtil::release);
    held.clear();
  }

  private void flushNow() {
    ChannelHandlerContext ctx = Objects.requireNonNull(context);
    flushing = false;
    if (unflushed) {
      unflushed = false;
      ctx.flush();
    }
    more(ctx);
  }

  /** All hot requests are answered: others that waited for it get on. */
  private void goOn(ChannelHandlerContext ctx) {
    ChannelPromise promise = closing;
    if (promise != null) {
      closing = null;
      ctx.flush();
      ctx.close(promise);
    } else if (!held.isEmpty()) {
      ctx.executor().execute(() -> takeHeld(ctx));
    }
  }

  private void takeHeld(ChannelHandlerContext ctx) {
    boolean any = false;
    while (!held.isEmpty() && !mustWait(held.element())) {
      take(ctx, held.remove());
      any = true;
    }
    if (any) {
      ctx.fireChannelReadComplete();
      read(ctx);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    reading = false;
    if (unflushed) {
      unflushed = false;
      ctx.flush();
    }
    ctx.fireChannelReadComplete();
    more(ctx);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ctx.fireChannelWritabilityChanged();
    more(ctx);
  }

  /** While a cold request is served, the framework says when to read. */
  private void more(ChannelHandlerContext ctx) {
    if (streaming || cold == 0 && !lastReceived && mayRead(ctx)) {
      ctx.read();
    }
  }

  private boolean mayRead(ChannelHandlerContext ctx) {
    return held.isEmpty() && open.size() < MOST_OPEN && ctx.channel().isWritable();
  }

  @Override
  public void read(ChannelHandlerContext ctx) {
    if (streaming || (cold > 0 ? held.isEmpty() : mayRead(ctx))) {
      ctx.read();
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    ctx.write(message, promise);
    if (message instanceof HttpResponse response) {
      informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
    if (message instanceof LastHttpContent && !informational && cold > 0) {
      cold--;
      if (cold == 0) {
        goOn(ctx);
      }
    }
  }

  /** The framework tells in this way that it put a request away. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    ctx.fireUserEventTriggered(event);
    if (!held.isEmpty()) {
      ctx.executor().execute(() -> takeHeld(ctx));
    }
  }

  /** Who waits for an answer gets it, at the latest when Redis' time is up. */
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (open.isEmpty() || !ctx.channel().isActive()) {
      ctx.close(promise);
    } else {
      lastReceived = true;
      closing = promise;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    dropHeld();
    ctx.fireChannelInactive();
  }
}
