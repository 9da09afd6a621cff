package dev.onsale.booking.queue;

import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.redis.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * The waiting room at one moment. Places are numbered from 1.
 *
 * @param lanes in their order
 * @param windows how many release windows there were
 * @param results of how many, from the first on, it is known who came
 * @param registered about how many take part in the draw
 * @param now Redis' clock, milliseconds since 1970
 * @param pace how fast people are called and let in
 */
record QueueState(
    long epoch,
    List<Standing> lanes,
    int windows,
    int results,
    int peak,
    long registered,
    int sessions,
    long now,
    Pace pace) {

  /** Places of a draw, all told. */
  static final long FRACTIONS = 1L << 48;

  /** Values before those of the lanes. */
  private static final int HEAD = 9;

  private static final int EACH = 4;

  QueueState {
    lanes = List.copyOf(lanes);
  }

  /**
   * Where a lane stands.
   *
   * @param tail the last place given; of a draw the last there is
   * @param cutoff the last place released
   * @param passed the last place whose claim window is over
   * @param gaps places that stand for nobody
   */
  record Standing(Lane lane, long tail, long cutoff, long passed, List<Gap> gaps) {}

  static QueueState read(EventRedis redis, Lanes lanes) {
    long epoch = redis.epoch();
    Reply reply = redis.runIn(epoch, QueueScripts.READ, lanes.all().size());
    List<Standing> standings = new ArrayList<>();
    for (Lane lane : lanes.all()) {
      int at = HEAD + EACH * lane.number();
      standings.add(
          new Standing(
              lane,
              lane.drawn() ? FRACTIONS : reply.number(at),
              reply.number(at + 1),
              reply.number(at + 2),
              Gap.of(reply.text(at + 3))));
    }
    return new QueueState(
        epoch,
        standings,
        reply.count(1),
        reply.count(2),
        reply.count(3),
        reply.number(4),
        reply.count(5),
        reply.number(6),
        new Pace(reply.count(7), reply.count(8)));
  }

  /** People on the places of a lane above one, up to another; of a draw about. */
  long people(Lane lane, long above, long to) {
    long places = Math.max(0, to - above);
    return lane.drawn()
        ? (long) Math.ceil((double) places / FRACTIONS * registered)
        : places - Gap.within(lanes.get(lane.number()).gaps(), above, to);
  }

  /** People in a lane whose places were not released. */
  long waiting(Standing standing) {
    return people(standing.lane(), standing.cutoff(), standing.tail());
  }

  /** People whose places were not released. */
  long waiting() {
    return lanes.stream().mapToLong(this::waiting).sum();
  }

  /** People who are served before somebody on a place that is not released; 0 for one that is. */
  long ahead(Lane lane, long place) {
    Standing own = lanes.get(lane.number());
    if (place <= own.cutoff()) {
      return 0;
    }
    long before = lanes.stream().limit(lane.number()).mapToLong(this::waiting).sum();
    return before + Math.max(1, people(lane, own.cutoff(), place));
  }
}
