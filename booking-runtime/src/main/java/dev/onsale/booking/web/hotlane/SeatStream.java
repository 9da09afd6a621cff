package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.seats.SeatVersion;
import dev.onsale.booking.tokens.SessionId;
import io.netty.channel.ChannelHandlerContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Somebody to whom changes of the seats are sent. Used on the connection's event loop only. */
final class SeatStream {
  /** Place in the list of its loop. */
  int at;

  /** What was sent last; null before anything was. */
  @Nullable SeatVersion version;

  /** Whether it is counted no more. */
  boolean over;

  /** Whether its end was written. */
  boolean ending;

  /** When something was written last, as {@link System#nanoTime} tells. */
  long writtenAt;

  /** Since when nothing can be written, as {@link System#nanoTime} tells; 0 if it can. */
  long stuckSince;

  final SessionId session;
  final Instant endsAt;
  final ChannelHandlerContext context;

  SeatStream(SessionId session, Instant endsAt, ChannelHandlerContext context) {
    this.session = session;
    this.endsAt = endsAt;
    this.context = context;
  }
}
