package dev.onsale.booking.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What everybody may know of the queue.
 *
 * @param phase a phase of the schedule, or {@code SoldOut}
 * @param perMinute places released a minute at most
 * @param epoch with {@code version}: a client ignores what is older than what it saw
 * @param version Redis' clock when this was first seen, milliseconds since 1970
 * @param windowsHead hash of the last release window
 */
public record PublicStatus(
    String phase,
    String mode,
    List<Lane> lanes,
    int perMinute,
    List<PollTable.Step> poll,
    @Nullable String message,
    long epoch,
    long version,
    String windowsHead) {

  /** The only lane there is so far. */
  public static final String LANE = "main";

  /** The same for somebody whose place was given in a newer epoch than this was read in. */
  public PublicStatus inEpoch(long otherEpoch) {
    return otherEpoch == epoch
        ? this
        : new PublicStatus(
            phase, mode, lanes, perMinute, poll, message, otherEpoch, version, windowsHead);
  }

  PublicStatus at(long otherVersion) {
    return new PublicStatus(
        phase, mode, lanes, perMinute, poll, message, epoch, otherVersion, windowsHead);
  }

  /**
   * @param cutoff places below it may enter
   * @param tail the next place that will be given
   */
  public record Lane(String name, long cutoff, long tail) {}
}
