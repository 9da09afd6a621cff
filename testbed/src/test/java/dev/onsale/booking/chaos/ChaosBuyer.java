package dev.onsale.booking.chaos;

import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.chaos.Acknowledgements.Owned;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.orders.Intake;
import dev.onsale.booking.orders.Order;
import dev.onsale.booking.orders.OrderIntake;
import dev.onsale.booking.payments.PaymentResult;
import dev.onsale.booking.payments.Payments;
import dev.onsale.booking.queue.ClaimOutcome;
import dev.onsale.booking.queue.JoinOutcome;
import dev.onsale.booking.queue.Queue;
import dev.onsale.booking.sale.RuntimeProcess;
import dev.onsale.booking.seats.Hold;
import dev.onsale.booking.seats.HoldOutcome;
import dev.onsale.booking.seats.HoldRequest;
import dev.onsale.booking.seats.HoldView;
import dev.onsale.booking.seats.Holds;
import dev.onsale.booking.seats.House;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.booking.tokens.HoldIds;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import dev.onsale.seating.Seat;
import dev.onsale.seating.SeatRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who holds, gives back, lets lapse, orders and pays, and asks again while stores are
 * away.
 */
final class ChaosBuyer implements Runnable {
  private static final int CAP = 4;

  private final Holds holds;
  private final HoldIds ids;
  private final OrderIntake orders;
  private final Payments payments;
  private final Queue queue;
  private final House house;
  private final Acknowledgements log;
  private final AtomicBoolean over;
  private final Map<String, LongAdder> outcomes;
  private final Random random;
  private Buyer buyer = SaleInRedis.buyer();
  private @Nullable Inside inside;

  /** Seats that leave none single, instead of those that were asked for. */
  private @Nullable List<String> advised;

  private record Inside(ClaimOutcome.Inside claim, Place place) {}

  ChaosBuyer(
      RuntimeProcess process,
      Acknowledgements log,
      AtomicBoolean over,
      Map<String, LongAdder> outcomes,
      long seed) {
    this.holds = process.bean(Holds.class);
    this.ids = process.bean(HoldIds.class);
    this.orders = process.bean(OrderIntake.class);
    this.payments = process.bean(Payments.class);
    this.queue = process.bean(Queue.class);
    this.house = process.bean(House.class);
    this.log = log;
    this.over = over;
    this.outcomes = outcomes;
    this.random = new Random(seed);
  }

  static Map<String, LongAdder> tally() {
    return new ConcurrentHashMap<>();
  }

  @Override
  public void run() {
    while (!over.get()) {
      try {
        hold();
      } catch (StoreUnavailableException | StaleEpochException away) {
        pause(200);
      }
      pause(100);
    }
  }

  /** When it was asked for first, when last, and what was answered then. */
  private record Answered<T>(long asked, long answered, T value) {}

  /** Asks until there is an answer; what is asked is safe to repeat. */
  private <T> Answered<T> ask(Supplier<T> question) {
    long first = System.currentTimeMillis();
    while (true) {
      long asked = System.currentTimeMillis();
      try {
        T value = question.get();
        outcomes.computeIfAbsent(name(value), n -> new LongAdder()).increment();
        return new Answered<>(first, asked, value);
      } catch (StoreUnavailableException | StaleEpochException away) {
        outcomes.computeIfAbsent("away", n -> new LongAdder()).increment();
        if (over.get()) {
          throw away;
        }
        pause(200);
      }
    }
  }

  private static String name(Object value) {
    String of =
        value.getClass().getInterfaces().length > 0
            ? value.getClass().getInterfaces()[0].getSimpleName()
            : "";
    return of + "." + value.getClass().getSimpleName();
  }

  private void hold() {
    Inside session = enter();
    if (session == null) {
      return;
    }
    HoldRequest request = wish();
    var asker = new Holds.Asker(buyer, session.claim().session().text(), key(), Set.of());
    Answered<HoldOutcome> answer = ask(() -> Asking.hold(holds, asker, request));
    switch (answer.value()) {
      case HoldOutcome.Held(Hold hold) -> goOn(hold, told(hold, answer.asked(), answer.answered()));
      case HoldOutcome.NoSession none -> comeBack(session);
      case HoldOutcome.CapReached much -> pause(500);
      case HoldOutcome.HoldersFirst(Duration after) -> pause(500);
      case HoldOutcome.LeavesSingle(String seat, List<String> instead) -> advised = instead;
      default -> pause(50);
    }
  }

  private @Nullable Inside enter() {
    if (inside == null
        && Asking.join(queue, Identity.of(buyer)) instanceof JoinOutcome.Joined joined) {
      Place place = joined.place();
      while (!over.get()) {
        ClaimOutcome claim = ask(() -> Asking.claim(queue, place, buyer)).value();
        if (claim instanceof ClaimOutcome.Inside entered) {
          inside = new Inside(entered, place);
          return inside;
        }
        if (claim instanceof ClaimOutcome.TurnPassed || claim instanceof ClaimOutcome.AlreadyUsed) {
          becomeSomebodyElse();
          return null;
        }
        pause(500);
      }
    }
    return inside;
  }

  private void comeBack(Inside session) {
    ClaimOutcome.Inside claim = session.claim();
    Queue.Attachment attached =
        ask(() -> queue.attach(claim.session(), buyer, claim.expiresAt())).value();
    if (attached == Queue.Attachment.NONE) {
      becomeSomebodyElse();
    }
  }

  private void becomeSomebodyElse() {
    buyer = SaleInRedis.buyer();
    inside = null;
  }

  private HoldRequest wish() {
    List<String> better = advised;
    advised = null;
    if (better != null && random.nextBoolean()) {
      return new HoldRequest.Chosen(better);
    }
    int dice = random.nextInt(100);
    int quantity = 1 + random.nextInt(CAP);
    if (dice < 20) {
      return new HoldRequest.BestAvailable(quantity, null, null);
    }
    List<SeatRange> ranges = house.plan().ranges();
    if (dice < 35) {
      return new HoldRequest.Standing(house.standing().getFirst().section(), quantity);
    }
    // Half of all want the same few rows.
    SeatRange row = ranges.get(random.nextInt(dice < 70 ? 10 : ranges.size() - 1));
    int first = row.first() + random.nextInt(row.size() - quantity);
    return new HoldRequest.Chosen(
        IntStream.range(first, first + quantity)
            .mapToObj(house.plan()::seat)
            .map(Seat::id)
            .toList());
  }

  private Owned told(Hold hold, long asked, long answered) {
    HoldIds.Named named = ids.read(hold.id(), buyer.id()).orElseThrow().hold();
    return log.held(named, asked, answered);
  }

  private void goOn(Hold hold, Owned told) {
    pause(300);
    int dice = random.nextInt(100);
    if (dice < 40) {
      log.ends(told);
      ask(() -> holds.release(hold.id(), buyer));
    } else if (dice < 70) {
      order(hold, told);
    } else {
      lookUntilItEnds(hold, told);
    }
  }

  private void lookUntilItEnds(Hold hold, Owned told) {
    boolean order = random.nextInt(3) == 0;
    Owned last = told;
    while (!over.get()) {
      pause(1_000);
      Answered<HoldView> answer = ask(() -> holds.read(hold.id(), buyer));
      if (!(answer.value() instanceof HoldView.Live(Hold live))) {
        return;
      }
      last = told(live, answer.asked(), answer.answered());
      if (order && random.nextInt(4) == 0) {
        order(hold, last);
        return;
      }
    }
  }

  private void order(Hold hold, Owned told) {
    log.ends(told);
    var request = new OrderIntake.Request(hold.id(), "somebody@example.com", false);
    String key = key();
    Answered<Intake> answer = ask(() -> orders.place(buyer, request, key, "hash"));
    if (answer.value() instanceof Intake.Accepted(Order order)) {
      Owned ordered =
          log.ordered(
              order.id().toString(),
              order.seatIndexes(),
              answer.asked(),
              order.expiresAt().toEpochMilli());
      pause(300);
      if (random.nextBoolean()) {
        String paid = key();
        if (ask(() -> payments.pay(order, "pm_ok", paid, "hash")).value()
            instanceof PaymentResult.Paid) {
          ordered.lasts();
        }
      }
    }
    if (answer.value() instanceof Intake.OverCap) {
      becomeSomebodyElse();
    }
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private void pause(int most) {
    LockSupport.parkNanos(Duration.ofMillis(1 + random.nextInt(most)).toNanos());
  }
}
