package dev.onsale.testbed.buyers;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the runtime told the buyers, as they heard it. Only acknowledged outcomes are written down,
 * and nothing is ever removed: it is the buyers' side of the audit. Thread-safe.
 */
public final class Journal {

  /** A place in the queue that was given to a buyer. */
  public record Place(int buyer, String epoch, String lane, long place, Instant at) {}

  /**
   * A claim that was answered with a session.
   *
   * @param session the entry token, which distinguishes sessions
   * @param until when the session ends by itself
   * @param cutoffSeen the lane's serving cutoff in the newest status the buyer had seen
   */
  public record Claim(
      int buyer,
      String epoch,
      String lane,
      long place,
      String session,
      Instant until,
      long cutoffSeen,
      Instant at) {}

  public record Hold(int buyer, String id, List<String> seats, Instant at) {
    public Hold {
      seats = List.copyOf(seats);
    }
  }

  public record Order(int buyer, String id, String hold, long total, Instant at) {}

  /** An order whose payment was acknowledged, with the tickets the buyer was shown. */
  public record Confirmation(int buyer, String order, List<Ticket> tickets, Instant at) {
    public Confirmation {
      tickets = List.copyOf(tickets);
    }
  }

  /** A session that ended by its buyer's doing: left, or bought what it came for. */
  public record Departure(String session, Instant at) {}

  /**
   * @param seat the seat or standing unit as the runtime names it
   */
  public record Ticket(String id, String seat) {}

  /** The serving cutoff of a lane as published at some moment. */
  public record Cutoff(String epoch, String lane, long cutoff, Instant at) {}

  /** Places of a lane that were released at some moment, both ends included. */
  public record Window(String epoch, String lane, long from, long to, Instant releasedAt) {}

  /** What is only counted. */
  public enum Count {
    EARLY_CLAIM_REFUSED,
    HOUSE_FULL,
    TURN_PASSED,
    SEATS_UNAVAILABLE,
    HOLD_LOST,
    DECLINED,
    NO_SHOW,
    LEFT_HOLDING,
    NEVER_PAID,
    GAVE_UP_DECLINED,
    LEFT_WITHOUT_SEATS,
    CAME_TOO_LATE,
    SESSION_ENDED,
    RETRIED,
    RATE_LIMITED,
    UNREACHABLE,
    UNEXPECTED_ANSWER
  }

  private final Collection<Place> places = new ConcurrentLinkedQueue<>();
  private final Collection<Claim> claims = new ConcurrentLinkedQueue<>();
  private final Collection<Hold> holds = new ConcurrentLinkedQueue<>();
  private final Collection<Order> orders = new ConcurrentLinkedQueue<>();
  private final Collection<Confirmation> confirmations = new ConcurrentLinkedQueue<>();
  private final Collection<Departure> departures = new ConcurrentLinkedQueue<>();
  private final Collection<Cutoff> cutoffs = new ConcurrentLinkedQueue<>();
  private final Collection<Window> windows = new ConcurrentLinkedQueue<>();
  private final Collection<String> complaints = new ConcurrentLinkedQueue<>();
  private final Map<Count, LongAdder> counts = new ConcurrentHashMap<>();
  private final LongAdder placesGiven = new LongAdder();
  private final LongAdder sessionsOpened = new LongAdder();
  private final LongAdder holdsTaken = new LongAdder();
  private final LongAdder ordersConfirmed = new LongAdder();
  private final LongAdder ticketsShown = new LongAdder();

  public void placed(Place place) {
    places.add(place);
    placesGiven.increment();
  }

  public void claimed(Claim claim) {
    claims.add(claim);
    sessionsOpened.increment();
  }

  public void held(Hold hold) {
    holds.add(hold);
    holdsTaken.increment();
  }

  public void ordered(Order order) {
    orders.add(order);
  }

  public void confirmed(Confirmation confirmation) {
    confirmations.add(confirmation);
    ordersConfirmed.increment();
    ticketsShown.add(confirmation.tickets().size());
  }

  /** Written before the goodbye is sent, so that a session is never thought to last too long. */
  public void departs(String session) {
    departures.add(new Departure(session, Instant.now()));
  }

  public void published(Cutoff cutoff) {
    cutoffs.add(cutoff);
  }

  public void published(Window window) {
    windows.add(window);
  }

  public void count(Count what) {
    counts.computeIfAbsent(what, _ -> new LongAdder()).increment();
  }

  /** An answer the contract does not know; kept in words, at most a hundred of them. */
  public void complain(String complaint) {
    count(Count.UNEXPECTED_ANSWER);
    if (complaints.size() < 100) {
      complaints.add(complaint);
    }
  }

  public long countOf(Count what) {
    LongAdder adder = counts.get(what);
    return adder == null ? 0 : adder.sum();
  }

  public List<Place> places() {
    return List.copyOf(places);
  }

  public List<Claim> claims() {
    return List.copyOf(claims);
  }

  public List<Hold> holds() {
    return List.copyOf(holds);
  }

  public List<Order> orders() {
    return List.copyOf(orders);
  }

  public List<Confirmation> confirmations() {
    return List.copyOf(confirmations);
  }

  public List<Departure> departures() {
    return List.copyOf(departures);
  }

  public List<Cutoff> cutoffs() {
    return List.copyOf(cutoffs);
  }

  public List<Window> windows() {
    return List.copyOf(windows);
  }

  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Figures for a display, cheap enough to ask for several times a second. */
  public Tally tally() {
    return new Tally(
        placesGiven.sum(),
        sessionsOpened.sum(),
        holdsTaken.sum(),
        ordersConfirmed.sum(),
        ticketsShown.sum());
  }

  /** How far the crowd has come; each figure counts acknowledgements since the start. */
  public record Tally(long joined, long admitted, long held, long confirmed, long tickets) {}
}
