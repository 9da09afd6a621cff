package dev.onsale.booking.outbox;

import dev.onsale.booking.outbox.Outbox.Waiting;
import dev.onsale.booking.worker.LeaderTask;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sends the outbox to Kafka while this process leads: at least once, in order for each order. A row
 * is marked after the acknowledgement; what a former leader did not get to mark is sent again under
 * the same event id.
 */
public final class OutboxRelay implements LeaderTask {
  private static final int BATCH = 500;
  private static final int BATCHES_A_RUN = 20;

  private final Outbox outbox;
  private final EventSink sink;

  public OutboxRelay(Outbox outbox, EventSink sink) {
    this.outbox = outbox;
    this.sink = sink;
  }

  @Override
  public String name() {
    return "outbox";
  }

  @Override
  public Duration interval() {
    return Duration.ofMillis(200);
  }

  @Override
  public void run(long term) {
    try {
      for (int batch = 0; batch < BATCHES_A_RUN && relay() > 0; batch++) {
        continue;
      }
    } catch (EventSinkException away) {
      sink.close();
      throw away;
    }
  }

  /**
   * Sends one batch. Of each order only the oldest waiting row goes along: were two in flight and
   * the first refused, the second would overtake it.
   *
   * @return how many rows were sent
   */
  int relay() {
    Set<String> orders = new HashSet<>();
    List<Waiting> next =
        outbox.waiting(BATCH).stream().filter(row -> orders.add(row.key())).toList();
    if (next.isEmpty()) {
      return 0;
    }
    List<Waiting> sent = sink.send(next);
    outbox.sent(sent.stream().map(Waiting::id).toList());
    return sent.size();
  }
}
