package dev.onsale.booking.seats;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.redis.Reply;
import dev.onsale.booking.seats.HoldOutcome.Invalid;
import dev.onsale.booking.seats.HoldOutcome.Unavailable;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.schedule.Timeline;
import dev.onsale.seating.Seat;
import dev.onsale.seating.SeatRange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Holds of seats. Every call throws {@code StoreUnavailableException} when Redis is away and {@code
 * StaleEpochException} when the epoch changed.
 */
public final class Holds {
  /** Other buyers look for the best seats too; who loses so often gets an answer instead. */
  private static final int SEARCHES = 6;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SeatScripts scripts;
  private final House house;
  private final Availability availability;
  private final LiveConfig live;

  Holds(SeatScripts scripts, Availability availability, LiveConfig live) {
    this.scripts = scripts;
    this.house = scripts.house();
    this.availability = availability;
    this.live = live;
  }

  /** Who asks, in which session, under which idempotency key. */
  public record Asker(Buyer buyer, String session, String idempotencyKey) {}

  /** Holds all the seats asked for, or none. */
  public HoldOutcome hold(Asker asker, HoldRequest request) {
    return switch (request) {
      case HoldRequest.Chosen chosen -> chosen(asker, chosen);
      case HoldRequest.Standing standing -> standing(asker, standing);
      case HoldRequest.BestAvailable best -> best(asker, best);
    };
  }

  /** Reads a hold of this buyer. */
  public HoldView read(String id, Buyer buyer) {
    Optional<Long> epoch = epochOf(id);
    if (epoch.isEmpty()) {
      return new HoldView.Unknown();
    }
    Reply reply = scripts.run(SeatScripts.READ_HOLD, id);
    if (reply.outcome().equals("UNKNOWN")) {
      boolean old = epoch.get() < scripts.redis().epoch();
      return old ? new HoldView.Lost() : new HoldView.Unknown();
    }
    if (!reply.text(1).equals(buyer.id())) {
      return new HoldView.Unknown();
    }
    Hold hold = holdFrom(id, reply.number(3), reply.countsFrom(5));
    return switch (reply.text(2)) {
      case "live" -> new HoldView.Live(hold);
      case "converted" -> new HoldView.Ordered(hold);
      case "expired" -> new HoldView.Expired();
      default -> new HoldView.Unknown();
    };
  }

  /** What became of giving a hold back. */
  public enum Release {
    /** Its seats are free; also when they were before. */
    RELEASED,
    /** An order has them. */
    ORDERED,
    UNKNOWN
  }

  /** Gives a hold back; its seats are free at once. */
  public Release release(String id, Buyer buyer) {
    if (epochOf(id).isEmpty()) {
      return Release.UNKNOWN;
    }
    Reply reply = scripts.run(SeatScripts.RELEASE_HOLD, id, buyer.id());
    return switch (reply.outcome()) {
      case "RELEASED" -> Release.RELEASED;
      case "CONVERTED" -> Release.ORDERED;
      default -> Release.UNKNOWN;
    };
  }

  private HoldOutcome chosen(Asker asker, HoldRequest.Chosen request) {
    if (badQuantity(request.seats().size()) instanceof Invalid invalid) {
      return invalid;
    }
    List<Integer> indexes = new ArrayList<>();
    for (String id : request.seats()) {
      var index = house.plan().index(id);
      if (index.isEmpty()) {
        return new Invalid("there is no seat '" + id + "'; GET /seats lists them");
      }
      Seat seat = house.plan().seat(index.getAsInt());
      if (seat.standing()) {
        return new Invalid(
            "'" + id + "' is standing room; ask for {section, quantity} instead of a unit");
      }
      if (House.withheld(seat)) {
        return new Invalid("seat '" + id + "' is not for sale");
      }
      indexes.add(seat.index());
    }
    if (new HashSet<>(indexes).size() < indexes.size()) {
      return new Invalid("seats names a seat twice");
    }
    return run(asker, request, "", indexes.size(), indexes);
  }

  private HoldOutcome standing(Asker asker, HoldRequest.Standing request) {
    if (badQuantity(request.quantity()) instanceof Invalid invalid) {
      return invalid;
    }
    Optional<SeatRange> section = house.standing(request.section());
    if (section.isEmpty()) {
      return new Invalid(
          "there is no standing section '" + request.section() + "'; GET /seats lists them");
    }
    String first = Integer.toString(section.get().first());
    return run(asker, request, first, request.quantity(), List.of());
  }

  private HoldOutcome best(Asker asker, HoldRequest.BestAvailable request) {
    if (badQuantity(request.quantity()) instanceof Invalid invalid) {
      return invalid;
    }
    AdjacentSeats search = new AdjacentSeats(house.plan(), request);
    if (!search.possible()) {
      return new Invalid("no section is of that tier and name; GET /seats lists them");
    }
    HoldOutcome last = new Unavailable(List.of());
    for (int attempt = 0; attempt < SEARCHES; attempt++) {
      Availability.Snapshot now = availability.fresh();
      int turn = asker.session().hashCode() + attempt;
      Optional<AdjacentSeats.Choice> choice = search.choose(now, turn);
      if (choice.isEmpty()) {
        return new Unavailable(List.of());
      }
      String standing = choice.get().standing() ? Integer.toString(choice.get().first()) : "";
      last = run(asker, request, standing, request.quantity(), choice.get().indexes());
      if (!(last instanceof Unavailable || last instanceof HoldOutcome.TooFew)) {
        return last;
      }
    }
    return last;
  }

  private static Object badQuantity(int quantity) {
    if (quantity < 1 || quantity > 100) {
      return new Invalid("ask for 1 to 100 seats, not " + quantity);
    }
    return quantity;
  }

  private HoldOutcome run(
      Asker asker, HoldRequest request, String standing, int quantity, List<Integer> indexes) {
    long epoch = scripts.redis().epoch();
    RuntimeLive now = live.get();
    Timeline times = Timeline.of(now.times());
    Reply reply =
        scripts.runIn(
            epoch,
            SeatScripts.HOLD,
            List.of(
                newId(epoch),
                asker.buyer().id(),
                asker.session(),
                sha256(asker.idempotencyKey()),
                sha256(request.toString()),
                now.holds().timeoutSeconds() * 1000L,
                now.holds().maxTicketsPerBuyer(),
                times.firstOpening().toEpochMilli(),
                times.closesAt().toEpochMilli(),
                standing,
                quantity),
            indexes);
    return switch (reply.outcome()) {
      case "HELD" ->
          new HoldOutcome.Held(holdFrom(reply.text(1), reply.number(2), reply.countsFrom(4)));
      case "SAME" -> repeated(reply.text(1), asker.buyer());
      case "OTHER_BODY" -> new HoldOutcome.KeyReused();
      case "NO_SESSION" -> new HoldOutcome.NoSession();
      case "NOT_OPEN" -> new HoldOutcome.NotOpen();
      case "CAP" -> new HoldOutcome.CapReached(reply.count(1), now.holds().maxTicketsPerBuyer());
      case "TAKEN" ->
          new Unavailable(house.seats(reply.countsFrom(1)).stream().map(ReservedSeat::id).toList());
      case "FEW" ->
          new HoldOutcome.TooFew(
              house.plan().seat(Integer.parseInt(standing)).section(), reply.count(1));
      default -> throw new IllegalStateException("hold.lua answered " + reply.outcome());
    };
  }

  private HoldOutcome repeated(String id, Buyer buyer) {
    return switch (read(id, buyer)) {
      case HoldView.Live(Hold hold) -> new HoldOutcome.Held(hold);
      case HoldView.Ordered(Hold hold) -> new HoldOutcome.Held(hold);
      default -> new HoldOutcome.Over();
    };
  }

  private Hold holdFrom(String id, long deadline, List<Integer> indexes) {
    return new Hold(id, house.seats(indexes), Instant.ofEpochMilli(deadline));
  }

  private static String newId(long epoch) {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    return epoch + "-" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static Optional<Long> epochOf(String id) {
    if (!id.matches("[0-9]{1,15}-[\\w-]{22}")) {
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(id.substring(0, id.indexOf('-'))));
  }

  /** Redis stores a hash of what clients send, so that its size and characters are ours. */
  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
