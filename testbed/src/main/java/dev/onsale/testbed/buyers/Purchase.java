package dev.onsale.testbed.buyers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a buyer does with a session: choose, hold, order, pay, or leave in one of many ways. */
final class Purchase {
  /** A pause between two steps; people need a moment. */
  interface Thought {
    void think() throws InterruptedException;
  }

  private static final Duration PAYMENT_DECIDES_WITHIN = Duration.ofSeconds(60);

  private final BuyerPlan plan;
  private final Thought thought;
  private final BookingClient client;
  private final PublicBoard board;
  private final Journal journal;
  private final Visitor visitor;
  private final SplittableRandom random;
  private final SeatChoice choice;

  Purchase(
      BuyerPlan plan,
      Thought thought,
      BookingClient client,
      PublicBoard board,
      Journal journal,
      Visitor visitor,
      SplittableRandom random) {
    this.plan = plan;
    this.thought = thought;
    this.client = client;
    this.board = board;
    this.journal = journal;
    this.visitor = visitor;
    this.random = random;
    this.choice = new SeatChoice(board.hall(), random);
  }

  /**
   * Shops until tickets are bought, the plan says to leave, or the session ends.
   *
   * @return false where the buyer would queue again
   */
  boolean shop(Instant until) throws InterruptedException {
    while (true) {
      thought.think();
      String hold;
      switch (hold(until)) {
        case Held held -> hold = held.id();
        case NothingLeft _ -> {
          return true;
        }
        case SessionOver _ -> {
          return false;
        }
      }
      thought.think();
      if (plan.temperament() == Temperament.LEAVES_HOLDING && board.hasPlenty()) {
        journal.count(Journal.Count.LEFT_HOLDING);
        leave(plan.saysGoodbye());
        return true;
      }
      if (!(order(hold) instanceof String order)) {
        continue;
      }
      pay(order);
      return true;
    }
  }

  private sealed interface HoldOutcome {}

  private record Held(String id) implements HoldOutcome {}

  private record NothingLeft() implements HoldOutcome {}

  private record SessionOver() implements HoldOutcome {}

  private HoldOutcome hold(Instant until) throws InterruptedException {
    SeatChoice.Wish advised = null;
    while (Instant.now().isBefore(until)) {
      SeatChoice.Wish wish =
          advised == null ? choice.choose(board.availability(), plan.tickets()) : advised;
      advised = null;
      if (wish == null) {
        if (board.status().isOver()) {
          journal.count(Journal.Count.LEFT_WITHOUT_SEATS);
          leave(true);
          return new NothingLeft();
        }
        Thread.sleep(800 + random.nextInt(800));
        continue;
      }
      Answer answer = client.post("/holds", visitor, body(wish), key());
      if (answer.status() == 201) {
        String id = answer.text("id");
        journal.held(new Journal.Hold(plan.number(), id, seats(answer.body()), Instant.now()));
        return new Held(id);
      }
      if (answer.is(409, "seats-unavailable")) {
        journal.count(Journal.Count.SEATS_UNAVAILABLE);
        Thread.sleep(200 + random.nextInt(1000));
      } else if (answer.is(422, "single-seat-gap")) {
        advised = instead(answer.body());
      } else if (answer.is(422, "companion-seat")) {
        Thread.sleep(200 + random.nextInt(1000));
      } else if (isSessionOver(answer)) {
        break;
      } else if (answer.is(422, "ticket-limit")) {
        // an order of an earlier turn still has the seats; it is paid or it lapses
        journal.count(Journal.Count.LEFT_WITHOUT_SEATS);
        leave(true);
        return new NothingLeft();
      } else {
        throw new ContractBroken(
            "POST /holds %s answered %d: %s".formatted(wish, answer.status(), answer.body()));
      }
    }
    journal.count(Journal.Count.SESSION_ENDED);
    return new SessionOver();
  }

  private static SeatChoice.Wish instead(JsonNode problem) {
    List<String> ids = new ArrayList<>();
    problem.path("instead").forEach(id -> ids.add(id.asText()));
    return new SeatChoice.Wish.Seats(ids);
  }

  private static boolean isSessionOver(Answer answer) {
    return answer.status() == 401 || answer.status() == 403 || answer.status() == 410;
  }

  private @Nullable String order(String hold) throws InterruptedException {
    var body = Map.of("hold", hold, "email", "buyer-%d@example.com".formatted(plan.number()));
    Answer answer = client.post("/orders", visitor, body, key());
    if (answer.status() == 201) {
      String id = answer.text("id");
      journal.ordered(
          new Journal.Order(plan.number(), id, hold, total(answer.body()), Instant.now()));
      return id;
    }
    if (answer.status() == 410 || answer.status() == 409) {
      journal.count(Journal.Count.HOLD_LOST);
      return null;
    }
    throw new ContractBroken(
        "POST /orders answered %d: %s".formatted(answer.status(), answer.body()));
  }

  private void pay(String order) throws InterruptedException {
    if (plan.temperament() == Temperament.NEVER_PAYS && board.hasPlenty()) {
      journal.count(Journal.Count.NEVER_PAID);
      leave(plan.saysGoodbye());
      return;
    }
    thought.think();
    boolean declines =
        plan.temperament() == Temperament.SECOND_CARD
            || plan.temperament() == Temperament.GIVES_UP_DECLINED;
    if (declines) {
      Answer declined = attempt(order, "pm_declined");
      if (declined.is(410, "order-expired")) {
        journal.count(Journal.Count.HOLD_LOST);
        return;
      }
      if (declined.status() != 402) {
        throw new ContractBroken(
            "pm_declined answered %d: %s".formatted(declined.status(), declined.body()));
      }
      journal.count(Journal.Count.DECLINED);
      if (plan.temperament() == Temperament.GIVES_UP_DECLINED && board.hasPlenty()) {
        journal.count(Journal.Count.GAVE_UP_DECLINED);
        leave(plan.saysGoodbye());
        return;
      }
      thought.think();
    }
    departs();
    Answer answer = attempt(order, "pm_ok");
    if (answer.is(402, "payment-given-up")) {
      answer = attempt(order, "pm_ok");
    }
    if (answer.status() == 409 || answer.status() == 410) {
      journal.count(Journal.Count.HOLD_LOST);
      return;
    }
    if (!answer.succeeded()) {
      throw new ContractBroken(
          "POST /orders/{id}/payment answered %d: %s".formatted(answer.status(), answer.body()));
    }
    awaitTickets(order, answer);
    leave(true);
  }

  /** One attempt to pay; while the provider decides (202) the same attempt is asked about again. */
  private Answer attempt(String order, String method) throws InterruptedException {
    String key = key();
    Instant deadline = Instant.now().plus(PAYMENT_DECIDES_WITHIN);
    while (true) {
      Answer answer =
          client.post("/orders/" + order + "/payment", visitor, Map.of("method", method), key);
      if (answer.status() != 202 || Instant.now().isAfter(deadline)) {
        return answer;
      }
      Thread.sleep(500 + random.nextInt(500));
    }
  }

  /** An order acknowledged as paid is written down even where its tickets cannot be read. */
  private void awaitTickets(String order, Answer paid) throws InterruptedException {
    Instant deadline = Instant.now().plus(PAYMENT_DECIDES_WITHIN);
    boolean acknowledged = paid.status() == 200;
    Answer seen = paid;
    try {
      while (tickets(seen.body()).isEmpty() && Instant.now().isBefore(deadline)) {
        Thread.sleep(300 + random.nextInt(400));
        seen = client.get("/orders/" + order, visitor);
        String state = seen.body().path("state").asText("");
        acknowledged |= state.equals("CONFIRMED");
        if (!acknowledged && (state.equals("EXPIRED") || state.equals("CANCELLED"))) {
          return;
        }
      }
    } finally {
      if (acknowledged) {
        journal.confirmed(
            new Journal.Confirmation(plan.number(), order, tickets(seen.body()), Instant.now()));
      }
    }
    if (tickets(seen.body()).isEmpty()) {
      throw new ContractBroken(
          "order %s was paid and has no tickets after %d s: %s"
              .formatted(order, PAYMENT_DECIDES_WITHIN.toSeconds(), seen.body()));
    }
  }

  private void leave(boolean sayingGoodbye) throws InterruptedException {
    if (!sayingGoodbye) {
      return;
    }
    departs();
    Answer answer = client.delete("/queue/session", visitor);
    if (!answer.succeeded() && !isSessionOver(answer) && answer.status() != 404) {
      throw new ContractBroken(
          "DELETE /queue/session answered %d: %s".formatted(answer.status(), answer.body()));
    }
  }

  private void departs() {
    if (visitor.entryToken() instanceof String session) {
      journal.departs(session);
    }
  }

  private static Object body(SeatChoice.Wish wish) {
    return switch (wish) {
      case SeatChoice.Wish.Seats(List<String> ids) -> Map.of("seats", ids);
      case SeatChoice.Wish.Standing(String section, int tickets) ->
          Map.of("section", section, "quantity", tickets);
    };
  }

  private static List<String> seats(JsonNode hold) {
    List<String> seats = new ArrayList<>();
    for (JsonNode seat : hold.path("seats")) {
      seats.add(seat.isTextual() ? seat.asText() : seat.path("id").asText());
    }
    return seats;
  }

  private static long total(JsonNode order) {
    JsonNode total = order.path("total");
    return total.isObject() ? total.path("amount").asLong() : total.asLong();
  }

  private static List<Journal.Ticket> tickets(JsonNode order) {
    List<Journal.Ticket> tickets = new ArrayList<>();
    for (JsonNode ticket : order.path("tickets")) {
      tickets.add(new Journal.Ticket(ticket.path("id").asText(), ticket.path("seat").asText()));
    }
    return tickets;
  }

  /** Deterministic, and new for each intent; a retry of the same request repeats it. */
  private String key() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
