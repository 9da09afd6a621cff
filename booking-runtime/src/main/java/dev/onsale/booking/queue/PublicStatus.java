package dev.onsale.booking.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What everybody may know of the queue.
 *
 * @param phase a phase of the schedule, or {@code SoldOut}
 * @param perMinute people let in a minute at most
 * @param pace how fast people are called and let in, measured
 * @param epoch with {@code version}: a client ignores what is older than what it saw
 * @param version Redis' clock when this was first seen, milliseconds since 1970
 * @param windowsHead hash of the last release window
 */
public record PublicStatus(
    String phase,
    String mode,
    List<LaneStatus> lanes,
    int perMinute,
    Pace pace,
    List<PollTable.Step> poll,
    @Nullable String message,
    long epoch,
    long version,
    String windowsHead) {

  /** The same for somebody whose place was given in a newer epoch than this was read in. */
  public PublicStatus inEpoch(long otherEpoch) {
    return otherEpoch == epoch
        ? this
        : new PublicStatus(
            phase, mode, lanes, perMinute, pace, poll, message, otherEpoch, version, windowsHead);
  }

  PublicStatus at(long otherVersion) {
    return new PublicStatus(
        phase, mode, lanes, perMinute, pace, poll, message, epoch, otherVersion, windowsHead);
  }

  /**
   * Where a lane stands.
   *
   * @param opensAt when its first places are served, RFC 3339
   * @param cutoff places below it may enter; of a draw the highest number that may enter, 16 hex
   *     digits, absent while none may
   * @param tail the next place that will be given; of a draw the highest number there is
   * @param waiting people whose places may not enter yet; of a draw about
   * @param registered about how many take part in the draw; absent in other lanes
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LaneStatus(
      String name,
      String opensAt,
      @Nullable Object cutoff,
      Object tail,
      long waiting,
      @Nullable Long registered) {}
}
