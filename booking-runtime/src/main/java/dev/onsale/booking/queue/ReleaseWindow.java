package dev.onsale.booking.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.onsale.booking.redis.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Places released together, chained to all windows before by their hashes, so that nobody can
 * rewrite in whose favour the door was opened.
 *
 * @param number from 0 within its epoch
 * @param lane name of the lane
 * @param from first place; of a draw the lowest number, 16 hex digits
 * @param to last place; of a draw the highest number
 * @param claims people of it who were let in until it was over; absent until then, and no part of
 *     the hash, which is fixed before anybody comes
 * @param hash SHA-256 of the hash before, a line end and {@code number:from:to:releasedAt:lane}
 *     with the time in milliseconds since 1970; the first one's hash before is {@link #beginning}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReleaseWindow(
    int number,
    String lane,
    Object from,
    Object to,
    Instant releasedAt,
    @Nullable Integer claims,
    String hash) {

  ReleaseWindow over(int came) {
    return new ReleaseWindow(number, lane, from, to, releasedAt, came, hash);
  }

  /** What the first window of an epoch is chained to. */
  public static String beginning(String event, long epoch) {
    return sha256(event + "\n" + epoch);
  }

  /** Reads windows as {@code lanes.lua} writes them. */
  static List<ReleaseWindow> chain(Lanes lanes, int first, String before, Reply reply) {
    List<ReleaseWindow> windows = new ArrayList<>();
    String hash = before;
    for (int at = 1; at < reply.values().size(); at++) {
      String[] part = reply.text(at).split(":");
      int number = first + at - 1;
      Lane lane = lanes.all().get(Integer.parseInt(part[4]));
      long opened = Long.parseLong(part[0]);
      long closed = Long.parseLong(part[1]);
      Object from = lane.drawn() ? Fraction.first(opened) : (Object) opened;
      Object to = lane.drawn() ? Fraction.last(closed) : (Object) closed;
      hash =
          sha256(hash + "\n" + number + ":" + from + ":" + to + ":" + part[2] + ":" + lane.name());
      windows.add(
          new ReleaseWindow(
              number,
              lane.name(),
              from,
              to,
              Instant.ofEpochMilli(Long.parseLong(part[2])),
              null,
              hash));
    }
    return windows;
  }

  private static String sha256(String text) {
    try {
      byte[] data = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
