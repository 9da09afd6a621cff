package dev.onsale.booking.queue;

import dev.onsale.booking.redis.EventRedis;

/**
 * What survives of the waiting room when Redis is lost. Places keep their order by their tokens;
 * what is stored is where the door stood.
 *
 * @param tail the last place given
 * @param cutoff the last place released
 * @param claimable places above it, up to the cutoff, may claim after a loss: their sessions may
 *     have been lost with Redis
 * @param peak highest number of sessions ever
 */
public record QueueCheckpoint(long tail, long cutoff, long claimable, int peak) {

  /** Before the first. */
  public static final QueueCheckpoint EMPTY = new QueueCheckpoint(0, 0, 0, 0);

  /** Reads the present state. */
  public static QueueCheckpoint take(EventRedis redis) {
    QueueState state = QueueState.read(redis);
    return new QueueCheckpoint(state.tail(), state.cutoff(), state.recent(), state.peak());
  }

  /**
   * Writes the waiting room of an epoch that is not in force yet.
   *
   * @param claimTimeoutSeconds from then on, for those whose session was lost
   */
  public void build(EventRedis redis, long epoch, int claimTimeoutSeconds) {
    redis.build(
        epoch, QueueScripts.BUILD, tail, cutoff, claimable, peak, claimTimeoutSeconds * 1000L);
  }

  /** As text, for a row in PostgreSQL. */
  public String text() {
    return "1 " + tail + " " + cutoff + " " + claimable + " " + peak;
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static QueueCheckpoint of(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    String[] part = text.split(" ");
    if (part.length != 5 || !part[0].equals("1")) {
      throw new IllegalArgumentException("not a checkpoint of the queue: '" + text + "'");
    }
    return new QueueCheckpoint(
        Long.parseLong(part[1]),
        Long.parseLong(part[2]),
        Long.parseLong(part[3]),
        Integer.parseInt(part[4]));
  }
}
