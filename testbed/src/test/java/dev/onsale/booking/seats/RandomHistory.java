package dev.onsale.booking.seats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.seats.HoldRequest.BestAvailable;
import dev.onsale.booking.seats.HoldRequest.Chosen;
import dev.onsale.booking.seats.HoldRequest.Standing;
import dev.onsale.booking.seats.OwnedSeats.Owned;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.tokens.HoldIds.Named;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One history, step by step in Redis and in the model. */
final class RandomHistory implements AutoCloseable {
  private static final int CAP = 4;
  private static final int SEATS = 58;
  private static final int BLOCKED = 7;

  /** What may happen. */
  enum What {
    HOLD,
    HOLD_BEST,
    HOLD_STANDING,
    READ,
    RELEASE,
    EXPIRE,
    ORDER,
    SELL,
    GIVE_UP,
    END_ORDER,
    RESTART
  }

  /** Numbers choose among what is there. */
  record Step(What what, int one, int two) {}

  /** The model: who has which seat, and which holds are alive. */
  private static final class Model {
    final Map<Integer, String> owners = new TreeMap<>();

    boolean take(String who, List<Integer> seats) {
      boolean free = seats.stream().noneMatch(owners::containsKey);
      seats.stream().filter(seat -> free).forEach(seat -> owners.put(seat, who));
      return free;
    }

    void become(String who, String other) {
      owners.replaceAll((seat, owner) -> owner.equals(who) ? other : owner);
    }

    void give(String who) {
      owners.values().removeIf(who::equals);
    }

    long has(String who) {
      return owners.values().stream().filter(who::equals).count();
    }
  }

  private enum State {
    LIVE,
    RELEASED,
    EXPIRED,
    ORDERED,
    LOST,
    /** Of an earlier epoch, and not touched in this one. */
    UNTOUCHED
  }

  private static final class Known {
    final Holds.Asker asker;
    Hold hold;
    Named named;
    State state = State.LIVE;

    Known(Holds.Asker asker, Hold hold, Named named) {
      this.asker = asker;
      this.hold = hold;
      this.named = named;
    }

    String name() {
      return named.name();
    }

    String order() {
      return named.order().toString();
    }
  }

  private final SaleInRedis sale = SaleInRedis.opened(Terms.GENEROUS.holdSeconds(600));
  private final RedisClient client = RedisClient.create(sale.server.uri());
  private final StatefulRedisConnection<String, String> raw = client.connect();
  private final List<Buyer> buyers = Stream.generate(SaleInRedis::buyer).limit(4).toList();
  private final Map<Buyer, Holds.Asker> inside = new HashMap<>();
  private final List<Known> holds = new ArrayList<>();
  private final Map<String, Owned> books = new TreeMap<>();
  private final Model model = new Model();
  private long epoch = 1;

  void take(Step step) {
    switch (step.what()) {
      case HOLD -> hold(step);
      case HOLD_BEST -> found(step, quantity(step), new BestAvailable(quantity(step), null, null));
      case HOLD_STANDING -> found(step, quantity(step), new Standing("floor", quantity(step)));
      case RESTART -> restart(step);
      case END_ORDER -> endOrder(step);
      default -> {
        if (!holds.isEmpty()) {
          touch(step.what(), holds.get(step.one() % holds.size()));
        }
      }
    }
    compare(step);
  }

  private Holds.Asker asker(Step step) {
    Buyer buyer = buyers.get(step.one() % buyers.size());
    return SaleInRedis.again(inside.computeIfAbsent(buyer, sale::inside));
  }

  private long held(Buyer buyer) {
    return holds.stream()
        .filter(one -> one.asker.buyer().equals(buyer) && one.state == State.LIVE)
        .mapToLong(one -> one.named.seats().size())
        .sum();
  }

  private void hold(Step step) {
    Holds.Asker asker = asker(step);
    List<Integer> seats =
        IntStream.range(0, 1 + step.two() % 3)
            .map(i -> (step.two() / 3 + i) % 7)
            .sorted()
            .boxed()
            .toList();
    List<String> ids = seats.stream().map(i -> sale.house.plan().seat(i).id()).toList();
    boolean fits = held(asker.buyer()) + seats.size() <= CAP;
    HoldOutcome outcome = Asking.hold(sale.holds, asker, new Chosen(ids));
    if (!fits) {
      assertThat(outcome).isInstanceOf(HoldOutcome.CapReached.class);
    } else if (outcome instanceof HoldOutcome.Held(Hold hold)) {
      remember(asker, hold, seats);
    } else {
      assertThat(outcome).isInstanceOf(HoldOutcome.Unavailable.class);
      assertThat(seats).as("not all free").anyMatch(model.owners::containsKey);
    }
  }

  private static int quantity(Step step) {
    return 1 + step.two() % 4;
  }

  private void found(Step step, int quantity, HoldRequest request) {
    Holds.Asker asker = asker(step);
    if (Asking.hold(sale.holds, asker, request) instanceof HoldOutcome.Held(Hold hold)) {
      remember(asker, hold, hold.seats().stream().map(ReservedSeat::index).toList());
    } else {
      boolean much = held(asker.buyer()) + quantity > CAP;
      boolean few = model.owners.size() > 20;
      assertThat(much || few).as("nothing was found for %s", request).isTrue();
    }
  }

  private void remember(Holds.Asker asker, Hold hold, List<Integer> seats) {
    Named named = sale.named(hold, asker);
    assertThat(named.seats()).isEqualTo(seats);
    assertThat(held(asker.buyer()) + seats.size()).isLessThanOrEqualTo(CAP);
    assertThat(model.take(named.name(), seats)).as("%s were free", seats).isTrue();
    holds.add(new Known(asker, hold, named));
  }

  private void touch(What what, Known known) {
    if (what == What.EXPIRE) {
      expire(known);
    } else if (what == What.RELEASE) {
      release(known);
    } else {
      decide(known);
      if (what == What.READ) {
        assertThat(sale.holds.read(known.hold.id(), known.asker.buyer())).isInstanceOf(view(known));
      } else {
        order(what, known);
      }
    }
  }

  /** The first touch in an epoch; all but a release touch alike. */
  private void decide(Known known) {
    if (known.state != State.UNTOUCHED) {
      return;
    }
    boolean fits = held(known.asker.buyer()) + known.named.seats().size() <= CAP;
    if (model.has(known.order()) == known.named.seats().size()) {
      known.state = State.ORDERED;
    } else if (fits && model.take(known.name(), known.named.seats())) {
      known.state = State.LIVE;
    } else {
      known.state = State.LOST;
    }
  }

  private static Class<? extends HoldView> view(Known known) {
    return switch (known.state) {
      case LIVE -> HoldView.Live.class;
      case ORDERED -> HoldView.Ordered.class;
      case EXPIRED -> HoldView.Expired.class;
      case LOST -> HoldView.Lost.class;
      default -> HoldView.Unknown.class;
    };
  }

  private void release(Known known) {
    boolean ordered =
        known.state == State.UNTOUCHED && model.has(known.order()) == known.named.seats().size();
    Holds.Release answer = sale.holds.release(known.hold.id(), known.asker.buyer());
    if (ordered || known.state == State.ORDERED) {
      known.state = State.ORDERED;
      assertThat(answer).isEqualTo(Holds.Release.ORDERED);
    } else {
      assertThat(answer).isEqualTo(Holds.Release.RELEASED);
      model.give(known.name());
      if (known.state == State.LIVE || known.state == State.UNTOUCHED) {
        known.state = State.RELEASED;
      }
    }
  }

  /** Its deadline, in Redis and in its id, was long ago. */
  private void expire(Known known) {
    if (known.state != State.LIVE) {
      return;
    }
    raw.sync().hset(key("hold:" + known.name()), "deadline", "1");
    raw.sync().zadd(key("deadlines"), 1, known.name());
    known.named = new Named(known.name(), known.named.epoch(), 1, known.named.seats());
    known.hold =
        new Hold(sale.id(known.named, known.asker), known.hold.seats(), known.hold.expiresAt());
    sale.reaper.run();
    model.give(known.name());
    known.state = State.EXPIRED;
  }

  private void order(What what, Known known) {
    Conversion conversion =
        sale.reservations.convert(known.hold.id(), known.asker.buyer(), known.order());
    boolean owner = model.has(known.order()) == known.named.seats().size();
    if (known.state == State.LIVE) {
      model.become(known.name(), known.order());
      known.state = State.ORDERED;
      owner = true;
    }
    assertThat(conversion)
        .isInstanceOf(
            switch (known.state) {
              case ORDERED -> owner ? Conversion.Converted.class : Conversion.Expired.class;
              case EXPIRED -> Conversion.Expired.class;
              case LOST -> Conversion.Lost.class;
              default -> Conversion.Unknown.class;
            });
    if (conversion instanceof Conversion.Converted) {
      settle(what, known);
    }
  }

  private void settle(What what, Known known) {
    List<Integer> seats = known.named.seats();
    boolean sold = books.containsKey(known.order()) && books.get(known.order()).sold();
    if (what == What.ORDER) {
      sale.reservations.recorded(known.order());
      books.putIfAbsent(known.order(), new Owned(known.order(), seats, false));
    } else if (what == What.SELL) {
      sale.reservations.markSold(known.order(), seats);
      books.put(known.order(), new Owned(known.order(), seats, true));
    } else if (!sold) {
      end(new Owned(known.order(), seats, false));
    }
  }

  private void endOrder(Step step) {
    if (!books.isEmpty()) {
      end(new ArrayList<>(books.values()).get(step.one() % books.size()));
    }
  }

  private void end(Owned order) {
    books.remove(order.orderId());
    sale.reservations.free(order.orderId(), order.seats());
    model.give(order.orderId());
  }

  /** Every third time only; most of a history is one life of Redis. */
  private void restart(Step step) {
    if (step.one() % 3 > 0) {
      return;
    }
    sale.availability.counts();
    sale.open(++epoch, books.values().toArray(Owned[]::new));
    assertThatThrownBy(sale.availability::counts).isInstanceOf(StaleEpochException.class);
    model.owners.clear();
    books.values().forEach(order -> model.take(order.orderId(), order.seats()));
    inside.clear();
    holds.stream()
        .filter(one -> one.state != State.EXPIRED)
        .forEach(one -> one.state = State.UNTOUCHED);
  }

  private void compare(Step step) {
    Availability.Snapshot now = sale.availability.fresh();
    int[] counts = new int[4];
    for (int seat = 0; seat < SEATS; seat++) {
      String owner = model.owners.get(seat);
      boolean sold = owner != null && books.containsKey(owner) && books.get(owner).sold();
      int expected =
          seat == BLOCKED
              ? SeatBits.WITHHELD
              : owner == null ? SeatBits.FREE : sold ? SeatBits.SOLD : SeatBits.HELD;
      assertThat(now.bits().state(seat)).as("seat %d after %s", seat, step).isEqualTo(expected);
      counts[expected]++;
    }
    assertThat(now.counts())
        .as("counts after %s", step)
        .isEqualTo(new InventoryCounts(SEATS, counts[0], counts[1], counts[2], counts[3]));
    long standing = IntStream.range(8, SEATS).filter(i -> !model.owners.containsKey(i)).count();
    assertThat(now.standingFree()).containsEntry("floor", (int) standing);
  }

  private String key(String name) {
    return sale.prefix() + epoch + ":" + name;
  }

  @Override
  public void close() {
    raw.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    sale.close();
  }
}
