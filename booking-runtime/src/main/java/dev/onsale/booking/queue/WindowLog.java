package dev.onsale.booking.queue;

import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.redis.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * The release windows of an epoch as far as they were read. They never change but once: when one is
 * over, it is known how many of it came.
 *
 * @param results of how many, from the first on, that is known
 */
record WindowLog(String event, long epoch, List<ReleaseWindow> windows, int results) {
  private static final int AT_ONCE = 1_000;

  WindowLog {
    windows = List.copyOf(windows);
  }

  static WindowLog empty(String event, long epoch) {
    return new WindowLog(event, epoch, List.of(), 0);
  }

  /** Hash of the last window. */
  String head() {
    return before(windows.size());
  }

  /** The hash that a window is chained to. */
  String before(int number) {
    return number == 0 ? ReleaseWindow.beginning(event, epoch) : windows.get(number - 1).hash();
  }

  /** With what is new; reads nothing if nothing is. */
  WindowLog upTo(QueueState state, EventRedis redis, Lanes lanes) {
    if (windows.size() >= state.windows() && results >= state.results()) {
      return this;
    }
    List<ReleaseWindow> all = new ArrayList<>(windows);
    String head = head();
    while (all.size() < state.windows()) {
      Reply reply = read(redis, "windows", all.size(), state.windows());
      List<ReleaseWindow> read = ReleaseWindow.chain(lanes, all.size(), head, reply);
      if (read.isEmpty()) {
        break;
      }
      all.addAll(read);
      head = all.getLast().hash();
    }
    int known = results;
    while (known < Math.min(state.results(), all.size())) {
      List<Integer> claims = read(redis, "results", known, state.results()).countsFrom(1);
      if (claims.isEmpty()) {
        break;
      }
      for (int came : claims.subList(0, Math.min(claims.size(), all.size() - known))) {
        all.set(known, all.get(known).over(came));
        known++;
      }
    }
    return new WindowLog(event, epoch, all, known);
  }

  private Reply read(EventRedis redis, String list, int first, int end) {
    int last = Math.min(end, first + AT_ONCE) - 1;
    return redis.runIn(epoch, QueueScripts.WINDOWS, first, last, list);
  }
}
