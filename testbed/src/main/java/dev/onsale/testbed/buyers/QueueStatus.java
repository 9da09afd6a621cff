package dev.onsale.testbed.buyers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The public status document of the queue.
 *
 * @param cutoffs the serving cutoff by lane: places below it may enter
 * @param poll how long to wait before asking again, by distance, nearest first
 * @param perMinute places released a minute at most
 */
public record QueueStatus(
    String phase,
    String epoch,
    long version,
    int perMinute,
    Map<String, Long> cutoffs,
    List<PollStep> poll) {

  public record PollStep(long ahead, Duration pause) {}

  public static QueueStatus from(JsonNode document) {
    Map<String, Long> cutoffs = new LinkedHashMap<>();
    for (JsonNode lane : document.path("lanes")) {
      cutoffs.put(lane.path("name").asText(), lane.path("cutoff").asLong());
    }
    List<PollStep> poll = new ArrayList<>();
    for (JsonNode step : document.path("poll")) {
      poll.add(
          new PollStep(
              step.path("ahead").asLong(),
              Duration.ofMillis((long) (step.path("seconds").asDouble(1) * 1000))));
    }
    return new QueueStatus(
        document.path("phase").asText(""),
        document.path("epoch").asText(""),
        document.path("version").asLong(),
        document.path("perMinute").asInt(),
        Map.copyOf(cutoffs),
        List.copyOf(poll));
  }

  public boolean serves(String lane, long place) {
    return place < cutoffs.getOrDefault(lane, 0L);
  }

  /** How many places of the lane are served before this one; 0 when it is served. */
  public long ahead(String lane, long place) {
    return Math.max(0, place + 1 - cutoffs.getOrDefault(lane, 0L));
  }

  /**
   * When somebody at this distance should ask again: the step for the nearest distance covering it.
   */
  public Duration pollAfter(long ahead) {
    Duration wait = Duration.ofSeconds(1);
    for (PollStep step : poll) {
      wait = step.pause();
      if (ahead <= step.ahead()) {
        break;
      }
    }
    return wait;
  }

  /** Nobody will be served any more. */
  public boolean isOver() {
    return switch (phase) {
      case "SoldOut", "Closed", "Ended", "Failed" -> true;
      default -> false;
    };
  }
}
