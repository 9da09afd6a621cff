package dev.onsale.booking.web.hotlane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/**
 * A whole answer, which may be sent many times.
 *
 * @param headers without {@code Connection}
 * @param body not counted by reference
 */
record HotAnswer(HttpResponseStatus status, HttpHeaders headers, ByteBuf body) {

  /** An answer with no more headers than these needs. */
  static HotAnswer of(HttpResponseStatus status, CharSequence type, byte[] body) {
    HttpHeaders headers =
        DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    headers.set(HttpHeaderNames.CONTENT_TYPE, type);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
    return new HotAnswer(
        status, headers, Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(body)));
  }

  /** JSON that nobody may keep. */
  static HotAnswer unstored(HttpResponseStatus status, byte[] json) {
    return of(status, HotLane.JSON, json).with(HttpHeaderNames.CACHE_CONTROL, HotLane.NO_STORE);
  }

  HotAnswer with(CharSequence name, CharSequence value) {
    headers.set(name, value);
    return this;
  }

  /** As the head of a stream, which ends with its connection. */
  HttpResponse toStream() {
    HttpHeaders sent = headers.copy().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, sent);
  }

  /**
   * As it is written.
   *
   * @param last whether the connection ends with it
   */
  FullHttpResponse to(HttpRequest request, boolean last) {
    HttpHeaders sent = headers;
    boolean old = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    if (last || old) {
      sent = headers.copy();
      sent.set(
          HttpHeaderNames.CONNECTION, last ? HttpHeaderValues.CLOSE : HttpHeaderValues.KEEP_ALIVE);
    }
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1, status, body.duplicate(), sent, EmptyHttpHeaders.INSTANCE);
  }
}
