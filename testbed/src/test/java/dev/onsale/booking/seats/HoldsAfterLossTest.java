package dev.onsale.booking.seats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.queue.QueueCheckpoint;
import dev.onsale.booking.seats.HoldRequest.Chosen;
import dev.onsale.booking.seats.HoldRequest.Standing;
import dev.onsale.booking.seats.OwnedSeats.Owned;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.tokens.SessionId;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Holds of an earlier life of Redis, shown again by their ids. */
class HoldsAfterLossTest {
  private SaleInRedis sale = SaleInRedis.opened(Terms.GENEROUS);

  @AfterEach
  void close() {
    sale.close();
  }

  @Test
  void whoHeldSeatsHoldsThemAgainUntilTheSameDeadline() {
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-3", "A-1-2");

    loss(2);

    assertThat(sale.availability.counts().held()).isZero();
    assertThat(sale.holds.read(hold.id(), asker.buyer())).isEqualTo(new HoldView.Live(hold));
    assertThat(sale.availability.counts().held()).isEqualTo(2);
    assertThat(Asking.hold(sale.holds, sale.inside(), chosen("A-1-2")))
        .isEqualTo(new HoldOutcome.Unavailable(List.of("A-1-2")));
    assertThat(sale.holds.release(hold.id(), asker.buyer())).isEqualTo(Holds.Release.RELEASED);
    assertThat(sale.availability.counts().free()).isEqualTo(57);
  }

  @Test
  void aHoldThatIsShownManyTimesAtOnceIsHeldAgainOnce() throws Exception {
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-1", "A-1-2");
    loss(2);
    Callable<HoldView> read = () -> sale.holds.read(hold.id(), asker.buyer());

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var view : threads.invokeAll(Collections.nCopies(40, read))) {
        assertThat(view.get()).isEqualTo(new HoldView.Live(hold));
      }
    }

    assertThat(sale.availability.counts().held()).isEqualTo(2);
  }

  @Test
  void aHoldOutlivesAsManyLossesAsItsDeadlineAllows() {
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-1");

    loss(2);
    assertThat(sale.availability.counts().held()).isZero();
    loss(3);
    sale.holds.read(hold.id(), asker.buyer());
    loss(4);

    assertThat(sale.holds.read(hold.id(), asker.buyer())).isEqualTo(new HoldView.Live(hold));
  }

  @Test
  void aStandingPlaceThatWasHeldAgainAndGivenBackIsNotGivenTwiceInOneHold() {
    Holds.Asker asker = sale.inside();
    Hold hold =
        ((HoldOutcome.Held) Asking.hold(sale.holds, asker, new Standing("floor", 1))).hold();
    loss(2);
    sale.holds.read(hold.id(), asker.buyer());
    sale.holds.release(hold.id(), asker.buyer());

    HoldOutcome other = Asking.hold(sale.holds, sale.inside(), new Standing("floor", 4));

    assertThat(((HoldOutcome.Held) other).hold().seats()).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void standingPlacesAreHeldAgainAndGivenToNobodyElse() {
    Holds.Asker asker = sale.inside();
    Hold hold =
        ((HoldOutcome.Held) Asking.hold(sale.holds, asker, new Standing("floor", 4))).hold();
    loss(2);

    assertThat(sale.holds.read(hold.id(), asker.buyer())).isEqualTo(new HoldView.Live(hold));

    for (int i = 0; i < 23; i++) {
      HoldOutcome other = Asking.hold(sale.holds, sale.inside(), new Standing("floor", 2));
      assertThat(((HoldOutcome.Held) other).hold().seats())
          .doesNotContainAnyElementsOf(hold.seats());
    }
    assertThat(Asking.hold(sale.holds, sale.inside(), new Standing("floor", 1)))
        .isEqualTo(new HoldOutcome.TooFew("floor", 0));
  }

  @Test
  void whoComesAfterSomebodyElseTookASeatIsToldThatAllAreLostAndItStaysSo() {
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-1", "A-1-2");
    loss(2);
    Holds.Asker other = sale.inside();
    Hold taken = held(other, "A-1-2");

    assertThat(sale.holds.read(hold.id(), asker.buyer())).isEqualTo(new HoldView.Lost());
    assertThat(convert(hold, asker, "order-1")).isEqualTo(new Conversion.Lost());
    assertThat(sale.availability.counts().held()).isEqualTo(1);

    sale.holds.release(taken.id(), other.buyer());

    assertThat(sale.holds.read(hold.id(), asker.buyer())).isEqualTo(new HoldView.Lost());
  }

  @Test
  void whatWasGivenBackComesNotBack() {
    Holds.Asker asker = sale.inside();
    Hold first = held(asker, "A-1-1");
    Hold second = held(SaleInRedis.again(asker), "A-1-2");
    loss(2);
    sale.holds.read(first.id(), asker.buyer());

    sale.holds.release(first.id(), asker.buyer());
    sale.holds.release(second.id(), asker.buyer());

    for (Hold hold : List.of(first, second)) {
      assertThat(sale.holds.read(hold.id(), asker.buyer())).isEqualTo(new HoldView.Unknown());
      assertThat(convert(hold, asker, "order-1")).isEqualTo(new Conversion.Unknown());
    }
    assertThat(sale.availability.counts().free()).isEqualTo(57);
  }

  @Test
  void whatAnEpochForgotOfItsOwnHoldsIsLost() {
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-1");
    sale.holds.release(hold.id(), asker.buyer());
    forget(hold, asker);

    assertThat(sale.holds.read(hold.id(), asker.buyer())).isEqualTo(new HoldView.Lost());
    assertThat(sale.availability.counts().held()).isZero();
  }

  @Test
  void whoRepeatsARequestWhoseHoldWasForgottenIsToldThatItIsOver() {
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-1");
    sale.holds.release(hold.id(), asker.buyer());
    forget(hold, asker);

    assertThat(Asking.hold(sale.holds, asker, chosen("A-1-1"))).isEqualTo(new HoldOutcome.Over());
  }

  @Test
  void aHoldWhoseDeadlinePassedMeanwhileIsOver() {
    sale.close();
    sale = SaleInRedis.opened(Terms.GENEROUS.holdSeconds(1));
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-1");
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> sale.holds.read(hold.id(), asker.buyer()) instanceof HoldView.Expired);

    loss(2);

    assertThat(sale.holds.read(hold.id(), asker.buyer())).isEqualTo(new HoldView.Expired());
    assertThat(convert(hold, asker, "order-1")).isEqualTo(new Conversion.Expired());
    assertThat(sale.availability.counts().held()).isZero();
  }

  @Test
  void nobodyHoldsMoreThanTheCapByHoldsOfTwoLives() {
    Holds.Asker asker = sale.inside();
    Hold old = held(asker, "A-1-1", "A-1-2");
    loss(2);
    Hold more = held(sale.inside(asker.buyer()), "A-1-5", "A-1-6", "A-1-7");

    assertThat(sale.holds.read(old.id(), asker.buyer())).isEqualTo(new HoldView.Lost());
    assertThat(sale.holds.read(more.id(), asker.buyer())).isInstanceOf(HoldView.Live.class);
    assertThat(sale.availability.counts().held()).isEqualTo(3);
  }

  @Test
  void anothersHoldIsNotHeldAgainByShowingItsId() {
    Hold hold = held(sale.inside(), "A-1-1");
    loss(2);

    assertThat(sale.holds.read(hold.id(), SaleInRedis.buyer())).isEqualTo(new HoldView.Unknown());
    assertThat(sale.holds.release(hold.id(), SaleInRedis.buyer())).isEqualTo(Holds.Release.UNKNOWN);
    assertThat(sale.availability.counts().held()).isZero();
  }

  @Test
  void aLostHoldIsOrderedAtItsFirstTouch() {
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-1");
    loss(2);

    assertThat(convert(hold, asker, "order-1"))
        .isEqualTo(new Conversion.Converted(2, hold.seats()));
    assertThat(sale.reservations.orphanedConversions(Duration.ZERO)).hasSize(1);
  }

  @Test
  void aHoldThatBecameAnOrderIsThatOrderInTheNextLifeToo() {
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-1");
    String order = sale.order(hold, asker);
    convert(hold, asker, order);

    loss(2, new Owned(order, List.of(0), false));

    assertThat(convert(hold, asker, order)).isEqualTo(new Conversion.Converted(2, hold.seats()));
    assertThat(sale.holds.read(hold.id(), asker.buyer())).isEqualTo(new HoldView.Ordered(hold));
    assertThat(sale.holds.release(hold.id(), asker.buyer())).isEqualTo(Holds.Release.ORDERED);
    assertThat(sale.reservations.orphanedConversions(Duration.ZERO)).isEmpty();
  }

  @Test
  void whoHeldSeatsComesBeforeWhoWantsSome() {
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-1");
    QueueCheckpoint doors = QueueCheckpoint.take(sale.redis, sale.lanes);
    sale.reopen(2, doors, Duration.ofSeconds(2));
    refusedOnce();
    Holds.Asker other = SaleInRedis.again(asker);
    sale.queue.attach(SessionId.of(asker.session()), asker.buyer(), hold.expiresAt());

    assertThat(Asking.hold(sale.holds, other, chosen("A-1-1")))
        .isInstanceOf(HoldOutcome.HoldersFirst.class);
    assertThat(sale.holds.read(hold.id(), asker.buyer())).isInstanceOf(HoldView.Live.class);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> Asking.hold(sale.holds, other, chosen("A-1-2")) instanceof HoldOutcome.Held);
  }

  /** As an hour after its deadline. */
  private void forget(Hold hold, Holds.Asker asker) {
    RedisClient client = RedisClient.create(sale.server.uri());
    try (var redis = client.connect()) {
      redis.sync().del(sale.prefix() + "1:hold:" + sale.named(hold, asker).name());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  /** Redis is another one. */
  private void loss(long epoch, Owned... owned) {
    sale.open(epoch, owned);
    refusedOnce();
  }

  /** Who still believes in the epoch before. */
  private void refusedOnce() {
    assertThatThrownBy(sale.availability::counts).isInstanceOf(StaleEpochException.class);
  }

  private Conversion convert(Hold hold, Holds.Asker asker, String order) {
    return sale.reservations.convert(hold.id(), asker.buyer(), order);
  }

  private Hold held(Holds.Asker asker, String... seats) {
    HoldOutcome outcome = Asking.hold(sale.holds, asker, chosen(seats));
    assertThat(outcome).isInstanceOf(HoldOutcome.Held.class);
    return ((HoldOutcome.Held) outcome).hold();
  }

  private static Chosen chosen(String... seats) {
    return new Chosen(List.of(seats));
  }
}
