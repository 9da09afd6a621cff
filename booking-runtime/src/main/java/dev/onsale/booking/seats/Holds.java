package dev.onsale.booking.seats;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.redis.Reply;
import dev.onsale.booking.tokens.HoldIds;
import dev.onsale.booking.tokens.HoldIds.Named;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.schedule.Timeline;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Holds of seats. Every call throws {@code StoreUnavailableException} when Redis is away and {@code
 * StaleEpochException} when the epoch changed.
 */
public final class Holds {
  /** Place of the first seat in the script's answer {@code HELD}. */
  static final int FIRST_SEAT = 5;

  private final SeatScripts scripts;
  private final House house;
  private final Wishes wishes;
  private final BestSearch search;
  private final LiveConfig live;
  private final KnownHolds known;
  private volatile @Nullable Opening opening;

  Holds(SeatScripts scripts, SeatFeed feed, LiveConfig live, KnownHolds known) {
    this.scripts = scripts;
    this.house = scripts.house();
    RowParts parts = new RowParts(house.plan());
    this.wishes = new Wishes(house, parts);
    this.search = new BestSearch(parts, feed);
    this.live = live;
    this.known = known;
  }

  /**
   * Who asks, in which session, under which idempotency key.
   *
   * @param roles that may buy what is kept for them
   */
  public record Asker(Buyer buyer, String session, String idempotencyKey, Set<String> roles) {}

  /**
   * Holds all the seats asked for, or none.
   *
   * @return the outcome, on a thread that must not be blocked; a failure may be wrapped in a {@link
   *     CompletionException}
   */
  public CompletableFuture<HoldOutcome> start(Asker asker, HoldRequest request) {
    return switch (request) {
      case HoldRequest.Chosen chosen -> start(asker, request, wishes.of(chosen, asker.roles()));
      case HoldRequest.Standing standing -> start(asker, request, wishes.of(standing));
      case HoldRequest.BestAvailable best -> best(asker, best);
    };
  }

  private CompletableFuture<HoldOutcome> start(Asker asker, HoldRequest request, Wish wish) {
    return switch (wish) {
      case Wish.Senseless(String detail) -> invalid(detail);
      case Wish.Wanted wanted ->
          send(asker, request, wanted).thenApply(reply -> outcome(asker, reply));
    };
  }

  private CompletableFuture<HoldOutcome> best(Asker asker, HoldRequest.BestAvailable request) {
    var senseless = Wishes.quantity(request.quantity());
    if (senseless.isPresent()) {
      return invalid(senseless.get().detail());
    }
    if (!search.possible(request)) {
      return invalid("no section is of that tier and name; GET /seats lists them");
    }
    boolean gaps = live.get().holds().allowSingleSeatGaps();
    return search
        .start(request, asker.session().hashCode(), gaps, wanted -> send(asker, request, wanted))
        .thenApply(reply -> outcome(asker, reply));
  }

  private static CompletableFuture<HoldOutcome> invalid(String detail) {
    return CompletableFuture.completedFuture(new HoldOutcome.Invalid(detail));
  }

  /** Reads a hold of this buyer. */
  public HoldView read(String id, Buyer buyer) {
    return known
        .own(id, buyer)
        .map(hold -> read(scripts.redis().epoch(), hold, buyer))
        .orElseGet(HoldView.Unknown::new);
  }

  private HoldView read(long epoch, Named hold, Buyer buyer) {
    Reply reply = known.run(epoch, SeatScripts.READ_HOLD, hold, buyer, hold.order().toString());
    return switch (reply.text(1)) {
      case "live" -> new HoldView.Live(hold(hold, buyer, reply));
      case "converted" -> new HoldView.Ordered(hold(hold, buyer, reply));
      case "expired" -> new HoldView.Expired();
      case "lost" -> new HoldView.Lost();
      case "released" -> new HoldView.Unknown();
      default -> throw new IllegalStateException("read-hold.lua answered " + reply.text(1));
    };
  }

  private Hold hold(Named hold, Buyer buyer, Reply reply) {
    return hold(hold.name(), hold.epoch(), buyer, reply.number(2), reply.countsFrom(3));
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
    Optional<Named> hold = known.own(id, buyer);
    if (hold.isEmpty()) {
      return Release.UNKNOWN;
    }
    long epoch = scripts.redis().epoch();
    String order = hold.get().order().toString();
    Reply reply = known.run(epoch, SeatScripts.RELEASE_HOLD, hold.get(), buyer, order);
    return reply.outcome().equals("CONVERTED") ? Release.ORDERED : Release.RELEASED;
  }

  /** One call of the script; nothing of it happens twice, whatever becomes of the answer. */
  private CompletableFuture<Reply> send(Asker asker, HoldRequest request, Wish.Wanted wanted) {
    RuntimeLive now = live.get();
    Opening opening = opening(now);
    String key = sha256(asker.idempotencyKey());
    String body = sha256(request.toString());
    return scripts.start(
        SeatScripts.HOLD,
        epoch -> {
          List<Object> arguments =
              new ArrayList<>(
                  List.of(
                      HoldIds.newName(),
                      asker.buyer().id(),
                      asker.session(),
                      key,
                      body,
                      now.holds().timeoutSeconds() * 1000L,
                      now.holds().maxTicketsPerBuyer(),
                      opening.opens(),
                      opening.closes(),
                      wanted.quantity(),
                      wanted.gaps() || now.holds().allowSingleSeatGaps() ? 1 : 0));
          arguments.addAll(wanted.what());
          return arguments;
        });
  }

  private HoldOutcome outcome(Asker asker, Reply reply) {
    return switch (reply.outcome()) {
      case "HELD", "SAME" -> held(asker.buyer(), reply);
      case "OTHER_BODY" -> new HoldOutcome.KeyReused();
      case "NO_SESSION" -> new HoldOutcome.NoSession();
      case "NOT_OPEN" -> new HoldOutcome.NotOpen();
      case "WAIT" -> new HoldOutcome.HoldersFirst(Duration.ofMillis(reply.number(1)));
      case "CAP" ->
          new HoldOutcome.CapReached(reply.count(1), live.get().holds().maxTicketsPerBuyer());
      case "TAKEN" -> new HoldOutcome.Unavailable(ids(reply.countsFrom(1)));
      case "FEW" ->
          new HoldOutcome.TooFew(house.plan().seat(reply.count(2)).section(), reply.count(1));
      case "SINGLE" ->
          new HoldOutcome.LeavesSingle(
              ids(List.of(reply.count(1))).getFirst(),
              ids(IntStream.rangeClosed(reply.count(2), reply.count(3)).boxed().toList()));
      case "COMPANION" -> new HoldOutcome.CompanionAlone(ids(List.of(reply.count(1))).getFirst());
      case "NONE" -> new HoldOutcome.Unavailable(List.of());
      default -> throw new IllegalStateException("hold.lua answered " + reply.outcome());
    };
  }

  private HoldOutcome held(Buyer buyer, Reply reply) {
    return switch (reply.text(2)) {
      case "live", "converted" ->
          new HoldOutcome.Held(
              hold(
                  reply.text(1),
                  reply.number(4),
                  buyer,
                  reply.number(3),
                  reply.countsFrom(FIRST_SEAT)));
      default -> new HoldOutcome.Over();
    };
  }

  private List<String> ids(List<Integer> indexes) {
    return house.seats(indexes).stream().map(ReservedSeat::id).toList();
  }

  /** When the sale is open, read once for each version of the settings. */
  private record Opening(RuntimeLive of, long opens, long closes) {}

  private Opening opening(RuntimeLive now) {
    Opening known = opening;
    if (known == null || known.of() != now) {
      Timeline times = Timeline.of(now.times());
      known =
          new Opening(now, times.firstOpening().toEpochMilli(), times.closesAt().toEpochMilli());
      opening = known;
    }
    return known;
  }

  private Hold hold(String name, long epoch, Buyer buyer, long deadline, List<Integer> indexes) {
    String id = known.id(new Named(name, epoch, deadline, indexes), buyer);
    return new Hold(id, house.seats(indexes), Instant.ofEpochMilli(deadline));
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
