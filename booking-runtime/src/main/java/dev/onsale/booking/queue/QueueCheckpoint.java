package dev.onsale.booking.queue;

import dev.onsale.booking.redis.EventRedis;
import java.util.ArrayList;
import java.util.List;

/**
 * What survives of the waiting room when Redis is lost. Places keep their order by their tokens;
 * what is stored is where the doors stood.
 *
 * @param peak highest number of sessions ever
 * @param registered about how many take part in the draw
 * @param lanes in their order; those that are missing are empty
 */
public record QueueCheckpoint(int peak, long registered, List<Door> lanes) {

  /** Before the first. */
  public static final QueueCheckpoint EMPTY = new QueueCheckpoint(0, 0, List.of());

  /** Values before those of the lanes. */
  private static final int HEAD = 3;

  private static final int EACH = 3;

  public QueueCheckpoint {
    lanes = List.copyOf(lanes);
  }

  /**
   * Where a lane stood.
   *
   * @param tail the last place given
   * @param cutoff the last place released
   * @param claimable places above it, up to the cutoff, may claim after a loss: their sessions may
   *     have been lost with Redis
   */
  public record Door(long tail, long cutoff, long claimable) {}

  /** Reads the present state. */
  public static QueueCheckpoint take(EventRedis redis, Lanes lanes) {
    QueueState state = QueueState.read(redis, lanes);
    return new QueueCheckpoint(
        state.peak(),
        state.registered(),
        state.lanes().stream()
            .map(lane -> new Door(lane.tail(), lane.cutoff(), lane.recent()))
            .toList());
  }

  /**
   * Writes the waiting room of an epoch that is not in force yet.
   *
   * @param claimTimeoutSeconds from then on, for those whose session was lost
   */
  public void build(EventRedis redis, long epoch, int claimTimeoutSeconds) {
    List<Object> arguments =
        new ArrayList<>(List.of(peak, registered, claimTimeoutSeconds * 1000L));
    for (Door door : lanes) {
      arguments.add(door.tail());
      arguments.add(door.cutoff());
      arguments.add(door.claimable());
    }
    redis.build(epoch, QueueScripts.BUILD, arguments.toArray());
  }

  /** As text, for a row in PostgreSQL. */
  public String text() {
    StringBuilder text = new StringBuilder("2 " + peak + " " + registered);
    for (Door door : lanes) {
      text.append(" %d %d %d".formatted(door.tail(), door.cutoff(), door.claimable()));
    }
    return text.toString();
  }

  /**
   * Reads {@link #text}, also of the version before, which knew one lane.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static QueueCheckpoint of(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    String[] part = text.split(" ");
    if (part[0].equals("1") && part.length == 5) {
      return new QueueCheckpoint(Integer.parseInt(part[4]), 0, List.of(door(part, 1)));
    }
    if (!part[0].equals("2") || part.length < HEAD || (part.length - HEAD) % EACH != 0) {
      throw new IllegalArgumentException("not a checkpoint of the queue: '" + text + "'");
    }
    List<Door> lanes = new ArrayList<>();
    for (int at = HEAD; at < part.length; at += EACH) {
      lanes.add(door(part, at));
    }
    return new QueueCheckpoint(Integer.parseInt(part[1]), Long.parseLong(part[2]), lanes);
  }

  private static Door door(String[] part, int at) {
    return new Door(
        Long.parseLong(part[at]), Long.parseLong(part[at + 1]), Long.parseLong(part[at + 2]));
  }
}
