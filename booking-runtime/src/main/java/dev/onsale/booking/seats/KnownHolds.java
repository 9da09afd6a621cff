package dev.onsale.booking.seats;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.redis.Reply;
import dev.onsale.booking.redis.Script;
import dev.onsale.booking.tokens.HoldIds;
import dev.onsale.booking.tokens.HoldIds.Named;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Asks Redis for holds by what their ids say. The first who asks for one of an earlier life of
 * Redis has its seats again, if nobody else has.
 */
final class KnownHolds {
  private final SeatScripts scripts;
  private final HoldIds ids;
  private final LiveConfig live;

  KnownHolds(SeatScripts scripts, HoldIds ids, LiveConfig live) {
    this.scripts = scripts;
    this.ids = ids;
    this.live = live;
  }

  /** What the id says; empty when this event did not issue it. */
  Optional<HoldIds.Shown> read(String id, Buyer buyer) {
    return ids.read(id, buyer.id());
  }

  /** As {@link #read}, if it was issued to that buyer. */
  Optional<Named> own(String id, Buyer buyer) {
    return read(id, buyer).filter(HoldIds.Shown::yours).map(HoldIds.Shown::hold);
  }

  String id(Named hold, Buyer buyer) {
    return ids.issue(hold, buyer.id());
  }

  /** Runs a script that begins with {@code known-hold.lua}. */
  Reply run(long epoch, Script script, Named hold, Buyer buyer, String order) {
    String seats = hold.seats().stream().map(String::valueOf).collect(Collectors.joining(","));
    List<Object> arguments =
        List.of(
            hold.name(),
            buyer.id(),
            hold.epoch(),
            hold.deadline(),
            seats,
            live.get().holds().maxTicketsPerBuyer(),
            order);
    return scripts.runIn(epoch, script, arguments, List.of());
  }
}
