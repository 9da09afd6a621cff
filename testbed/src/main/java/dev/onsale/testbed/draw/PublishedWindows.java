package dev.onsale.testbed.draw;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The release windows of one epoch, in their order.
 *
 * @param before the hash that the first one is chained to
 */
record PublishedWindows(long epoch, String before, List<Window> windows) {

  PublishedWindows {
    windows = List.copyOf(windows);
  }

  record Window(int number, String lane, String from, String to, Instant releasedAt, String hash) {

    /** What its hash is over, after the hash before. */
    String text() {
      return number + ":" + from + ":" + to + ":" + releasedAt.toEpochMilli() + ":" + lane;
    }
  }

  /**
   * @param pages in their order
   */
  static PublishedWindows from(List<JsonNode> pages) {
    JsonNode first = pages.getFirst();
    List<Window> windows = new ArrayList<>();
    for (JsonNode page : pages) {
      if (page.path("epoch").asLong() != first.path("epoch").asLong()) {
        throw new UnreadableEvidence(
            "the pages of windows are of different epochs; read them again");
      }
      for (JsonNode one : page.path("windows")) {
        windows.add(
            new Window(
                one.path("number").asInt(),
                one.path("lane").asText(),
                one.path("from").asText(),
                one.path("to").asText(),
                Instant.parse(one.path("releasedAt").asText()),
                one.path("hash").asText()));
      }
    }
    return new PublishedWindows(
        first.path("epoch").asLong(), first.path("before").asText(), windows);
  }

  List<Window> ofLane(String lane) {
    return windows.stream().filter(window -> window.lane().equals(lane)).toList();
  }
}
