package dev.onsale.booking.outbox;

import dev.onsale.booking.outbox.Outbox.Waiting;
import java.util.List;

/** Where events go. */
public interface EventSink extends AutoCloseable {

  /**
   * Sends rows, in order.
   *
   * @return those that are durable there; the others may or may not be
   * @throws EventSinkException if none is known to be
   */
  List<Waiting> send(List<Waiting> rows);

  /** Lets go of connections; a later {@link #send} opens them again. */
  @Override
  void close();
}
