package dev.onsale.booking.queue;

import dev.onsale.booking.redis.EventRedis;
import java.util.ArrayList;
import java.util.List;

/**
 * What survives of the waiting room when Redis is lost. Places keep their order by their tokens;
 * what is stored is where the doors stood, who came through those that are open, and who was
 * inside.
 *
 * @param peak highest number of sessions ever
 * @param registered about how many take part in the draw
 * @param clock the house clock, milliseconds
 * @param lanes in their order; those that are missing are empty
 * @param open windows that were open, the first to close first
 * @param inside sessions that lived
 */
public record QueueCheckpoint(
    int peak,
    long registered,
    long clock,
    List<Door> lanes,
    List<Window> open,
    List<Inside> inside) {

  /** Before the first. */
  public static final QueueCheckpoint EMPTY =
      new QueueCheckpoint(0, 0, 0, List.of(), List.of(), List.of());

  /**
   * How many numbers a lane may give before the next checkpoint: ten seconds of more joins than a
   * process takes.
   */
  static final long RESERVE = 1_000_000;

  public QueueCheckpoint {
    lanes = List.copyOf(lanes);
    open = List.copyOf(open);
    inside = List.copyOf(inside);
  }

  /**
   * Where a lane stood.
   *
   * @param tail the last place that was known to be given
   * @param ceiling the last place that may have been given since
   * @param cutoff the last place released
   * @param passed the last place whose window was over
   * @param gaps numbers that earlier losses skipped, in their order
   * @param came places of people who came in time, found no room and asked again in the last
   *     minute, lowest first
   * @param claimed places whose windows were open and that were claimed, lowest first
   */
  public record Door(
      long tail,
      long ceiling,
      long cutoff,
      long passed,
      List<Gap> gaps,
      List<Long> came,
      List<Long> claimed) {
    static final Door CLOSED = new Door(0, 0, 0, 0, List.of(), List.of(), List.of());

    public Door {
      gaps = List.copyOf(gaps);
      came = List.copyOf(came);
      claimed = List.copyOf(claimed);
    }

    /**
     * The same at the beginning of another life of Redis: the next place is beyond every one that
     * was ever given.
     */
    Door reopened() {
      long last = Math.max(tail, ceiling);
      List<Gap> skipped = new ArrayList<>();
      gaps.stream().filter(gap -> gap.to() > cutoff).forEach(skipped::add);
      if (last > tail) {
        boolean longer = !skipped.isEmpty() && skipped.getLast().to() == tail;
        skipped.add(new Gap(longer ? skipped.removeLast().above() : tail, last));
      }
      return new Door(last, last + RESERVE, cutoff, passed, skipped, came, claimed);
    }

    Door with(List<Long> whoCame) {
      return new Door(tail, ceiling, cutoff, passed, gaps, whoCame, claimed);
    }

    Door reserved() {
      return new Door(tail, tail + RESERVE, cutoff, passed, gaps, came, claimed);
    }
  }

  /**
   * A window.
   *
   * @param lane number of the lane
   * @param deadline on the house clock, milliseconds
   */
  public record Window(long from, long to, long deadline, int lane) {}

  /**
   * Somebody inside.
   *
   * @param session as {@code SessionId} spells it
   * @param ends milliseconds since 1970
   */
  public record Inside(String session, long ends) {}

  /** Lasting keys of an epoch, for whoever discards it. */
  public static List<String> keys(Lanes lanes) {
    return CheckpointInRedis.keys(lanes);
  }

  /** Reads the present state. */
  public static QueueCheckpoint take(EventRedis redis, Lanes lanes) {
    return CheckpointInRedis.take(redis, lanes, null);
  }

  /** Reads where the doors stand, which is soon done; of people it says what this one does. */
  public QueueCheckpoint taken(EventRedis redis, Lanes lanes) {
    return CheckpointInRedis.take(redis, lanes, this);
  }

  /** The same doors, as if nobody had come. */
  public QueueCheckpoint withoutPeople() {
    return with(EMPTY);
  }

  /** The same doors with the people of another one. */
  QueueCheckpoint with(QueueCheckpoint people) {
    List<Door> doors = new ArrayList<>();
    for (int lane = 0; lane < lanes.size(); lane++) {
      Door known = lane < people.lanes.size() ? people.lanes.get(lane) : Door.CLOSED;
      Door door = lanes.get(lane);
      doors.add(
          new Door(
              door.tail,
              door.ceiling,
              door.cutoff,
              door.passed,
              door.gaps,
              known.came,
              known.claimed));
    }
    return new QueueCheckpoint(peak, registered, clock, doors, open, people.inside);
  }

  /** As every lane stands at the beginning of another life of Redis. */
  public QueueCheckpoint reopened(Lanes all) {
    List<Door> doors = new ArrayList<>();
    for (Lane lane : all.all()) {
      Door door = lane.number() < lanes.size() ? lanes.get(lane.number()) : Door.CLOSED;
      doors.add(lane.drawn() ? door : door.reopened());
    }
    return new QueueCheckpoint(peak, registered, clock, doors, open, inside);
  }

  /**
   * Writes the waiting room of an epoch that is not in force yet.
   *
   * @param term of the leader who writes it: no earlier one calls anybody in that epoch
   * @param claimTimeoutSeconds a third of it, the longest that anybody waits before they ask again,
   *     is the least that a window stays open
   * @param attachMillis how long nobody enters but those who were inside
   */
  public void build(
      EventRedis redis,
      long epoch,
      long term,
      Lanes lanes,
      int claimTimeoutSeconds,
      long attachMillis) {
    CheckpointInRedis.build(this, redis, epoch, term, lanes, claimTimeoutSeconds, attachMillis);
  }

  /** Lets each lane give places up to its ceiling; PostgreSQL has to know of it. */
  public void raise(EventRedis redis, long epoch) {
    redis.runIn(epoch, QueueScripts.RAISE, lanes.stream().map(Door::ceiling).toArray());
  }

  /** As text, for a row in PostgreSQL: about 6 bytes for each who is inside or on the way. */
  public String text() {
    return CheckpointText.write(this);
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static QueueCheckpoint of(String text) {
    return CheckpointText.read(text);
  }
}
