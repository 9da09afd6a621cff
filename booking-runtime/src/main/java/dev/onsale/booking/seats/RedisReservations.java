package dev.onsale.booking.seats;

import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.redis.Reply;
import dev.onsale.booking.tokens.HoldIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** {@link SeatReservations} by the scripts of {@code /lua/seats}. */
final class RedisReservations implements SeatReservations {
  private static final int ORPHANS_AT_ONCE = 100;

  private final SeatScripts scripts;
  private final KnownHolds known;

  RedisReservations(SeatScripts scripts, KnownHolds known) {
    this.scripts = scripts;
    this.known = known;
  }

  @Override
  public Conversion convert(String holdId, Buyer buyer, String orderId) {
    Optional<HoldIds.Shown> shown = known.read(holdId, buyer);
    if (shown.isEmpty()) {
      return new Conversion.Unknown();
    }
    if (!shown.get().yours()) {
      return new Conversion.NotYours();
    }
    long epoch = scripts.redis().epoch();
    Reply reply = known.run(epoch, SeatScripts.CONVERT, shown.get().hold(), buyer, orderId);
    return switch (reply.outcome()) {
      case "CONVERTED" ->
          new Conversion.Converted(epoch, scripts.house().seats(reply.countsFrom(1)));
      case "EXPIRED" -> new Conversion.Expired();
      case "TAKEN" -> new Conversion.Taken(reply.text(1));
      case "LOST" -> new Conversion.Lost();
      case "RELEASED" -> new Conversion.Unknown();
      default -> throw new IllegalStateException("convert.lua answered " + reply.outcome());
    };
  }

  @Override
  public void recorded(String orderId) {
    scripts.run(SeatScripts.RECORDED, orderId);
  }

  @Override
  public void markSold(String orderId, Collection<Integer> seats) {
    scripts.runIn(scripts.redis().epoch(), SeatScripts.SOLD, List.of(orderId), seats);
  }

  @Override
  public void free(String orderId, Collection<Integer> seats) {
    scripts.runIn(scripts.redis().epoch(), SeatScripts.FREE, List.of(orderId), seats);
  }

  @Override
  public List<Orphan> orphanedConversions(Duration olderThan) {
    Reply reply = scripts.run(SeatScripts.ORPHANS, olderThan.toMillis(), ORPHANS_AT_ONCE);
    List<Orphan> orphans = new ArrayList<>();
    for (int at = 1; at < reply.values().size(); at += 2) {
      List<Integer> seats =
          Arrays.stream(reply.text(at + 1).split(","))
              .filter(index -> !index.isEmpty())
              .map(Integer::valueOf)
              .toList();
      orphans.add(new Orphan(reply.text(at), seats));
    }
    return orphans;
  }
}
