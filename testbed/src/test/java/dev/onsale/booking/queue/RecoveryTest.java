package dev.onsale.booking.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Line;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.queue.ClaimOutcome.HouseFull;
import dev.onsale.booking.queue.ClaimOutcome.Inside;
import dev.onsale.booking.queue.Queue.Attachment;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the waiting room is after Redis was lost, from the last checkpoint. */
class RecoveryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Longer than any of these tests. */
  private static final Duration STILL = Duration.ofMinutes(5);

  private SaleInRedis sale = SaleInRedis.opened(Terms.GENEROUS);
  private QueueCheckpoint kept = QueueCheckpoint.EMPTY;

  /** Somebody with a place, and perhaps inside. */
  private record Visitor(Buyer buyer, Place place, @Nullable Inside inside) {}

  @AfterEach
  void close() {
    sale.close();
  }

  @Test
  void whoWasInsideIsInsideAgainWithTheirEntryTokenAndNoLongerThanBefore() {
    Visitor visitor = enters();
    checkpoint();
    lose(STILL);

    assertThat(attach(visitor)).isEqualTo(Attachment.ATTACHED);

    assertThat(sale.queue.counts().sessions()).isEqualTo(1);
    assertThat(claim(visitor)).isEqualTo(again(visitor));
  }

  @Test
  void whoWasInsideAndHasOnlyTheirPlaceTokenIsInsideAgainNoLongerThanBefore() {
    Visitor visitor = enters();
    checkpoint();
    lose(Duration.ZERO);

    assertThat(claim(visitor)).isEqualTo(again(visitor));
  }

  @Test
  void whileThoseInsideComeBackNobodyNewEntersAndNobodyIsReleased() {
    Visitor served = served();
    checkpoint();
    sale.join();
    lose(Duration.ofSeconds(2));

    assertThat(claim(served)).isInstanceOf(HouseFull.class);
    assertThat(sale.admission.step(1).released()).isZero();
    await().atMost(PATIENCE).until(() -> claim(served) instanceof Inside);
    sale.join();
    assertThat(sale.admission.step(1).released()).isPositive();
  }

  @Test
  void thoseWhoComeBackAreNeverMoreThanMayBeInside() {
    List<Visitor> visitors = IntStream.range(0, 5).mapToObj(i -> enters()).toList();
    checkpoint();
    sale = sale.under(Terms.GENEROUS.maxActive(3));
    lose(STILL);

    assertThat(visitors.stream().map(this::attach))
        .containsOnly(Attachment.ATTACHED, Attachment.FULL)
        .filteredOn(Attachment.FULL::equals)
        .hasSize(2);
    assertThat(visitors.stream().map(this::claim))
        .filteredOn(HouseFull.class::isInstance)
        .hasSize(2);
    assertThat(sale.queue.counts().sessions()).isEqualTo(3);
  }

  @Test
  void whoLeftBeforeTheLossIsNotAdmittedAgain() {
    Visitor left = enters();
    sale.queue.leave(left.inside().session().text(), left.buyer());
    checkpoint();
    lose(STILL);

    assertThat(attach(left)).isEqualTo(Attachment.NONE);
    assertThat(claim(left)).isEqualTo(new ClaimOutcome.AlreadyUsed());
  }

  @Test
  void whoLeavesAfterTheLossDoesNotComeBack() {
    Visitor visitor = enters();
    checkpoint();
    lose(STILL);
    sale.queue.leave(visitor.inside().session().text(), visitor.buyer());

    assertThat(attach(visitor)).isEqualTo(Attachment.NONE);
    assertThat(claim(visitor)).isEqualTo(new ClaimOutcome.AlreadyUsed());
  }

  @Test
  void whoEnteredAfterTheLastCheckpointComesBackWhileOthersDoAndIsNotAdmittedTwice() {
    checkpoint();
    Visitor late = enters();
    lose(STILL);

    assertThat(attach(late)).isEqualTo(Attachment.ATTACHED);
    sale.queue.leave(late.inside().session().text(), late.buyer());
    assertThat(claim(late)).isEqualTo(new ClaimOutcome.AlreadyUsed());
  }

  @Test
  void anEntryTokenThatNoCheckpointKnowsIsWorthNothingLater() {
    checkpoint();
    Visitor late = enters();
    lose(Duration.ZERO);

    assertThat(attach(late)).isEqualTo(Attachment.NONE);
    assertThat(claim(late)).isInstanceOf(ClaimOutcome.NotYourTurn.class);
  }

  @Test
  void aSessionThatIsOverDoesNotBeginAgain() {
    Visitor visitor = enters();
    checkpoint();
    lose(STILL);

    assertThat(sale.queue.attach(visitor.inside().session(), visitor.buyer(), Instant.now()))
        .isEqualTo(Attachment.NONE);
  }

  @Test
  void aSessionOutlivesTwoLossesInARow() {
    Visitor visitor = enters();
    checkpoint();
    lose(STILL);
    checkpoint();
    lose(STILL);

    assertThat(attach(visitor)).isEqualTo(Attachment.ATTACHED);
    assertThat(claim(visitor)).isEqualTo(again(visitor));
  }

  @Test
  void whoHasAnotherSessionByThenHasOnlyThatOne() {
    Visitor visitor = enters();
    checkpoint();
    lose(Duration.ZERO);
    Visitor anew = new Visitor(visitor.buyer(), joins().place(), null);
    await().atMost(PATIENCE).until(() -> step() && claim(anew) instanceof Inside);

    assertThat(claim(visitor)).isEqualTo(new ClaimOutcome.AlreadyUsed());
    assertThat(attach(visitor)).isEqualTo(Attachment.NONE);
    assertThat(claim(anew)).isInstanceOf(Inside.class);
  }

  @Test
  void noNumberIsGivenTwice() {
    sale.join();
    checkpoint();
    long last = IntStream.range(0, 50).mapToObj(i -> sale.join()).toList().getLast().number();
    lose(Duration.ZERO);

    assertThat(sale.join().number()).isGreaterThan(last);
  }

  @Test
  void aLeaderOfBeforeTheLossCallsNobodyAfterIt() {
    sale.redis.suspend();
    QueueCheckpoint.EMPTY.reopened(sale.lanes).build(sale.redis, 2, 7, sale.lanes, 60, 0);
    sale.redis.force(2, sale.redis.recorded().runId());

    assertThatThrownBy(() -> sale.admission.step(6)).hasMessageContaining("7");
    sale.admission.step(7);
  }

  @Test
  void noNumberIsGivenThatPostgresDoesNotKnowOf() {
    sale.redis.suspend();
    QueueCheckpoint.Door nearlyAtItsEnd =
        new QueueCheckpoint.Door(7, 8, 0, 0, List.of(), List.of(), List.of());
    new QueueCheckpoint(0, 0, 0, List.of(nearlyAtItsEnd), List.of(), List.of())
        .build(sale.redis, 2, 1, sale.lanes, 60, 0);
    sale.redis.force(2, sale.redis.recorded().runId());

    assertThat(sale.join().number()).isEqualTo(8);
    assertThatThrownBy(sale::join).isInstanceOf(StaleEpochException.class);
    QueueCheckpoint.take(sale.redis, sale.lanes).raise(sale.redis, 2);
    assertThat(sale.join().number()).isEqualTo(9);
  }

  @Test
  void whoJoinedInTheLastMomentIsServedBeforeThoseWhoCameAfterTheLossAndKeepsNobodyWaiting() {
    Visitor first = enters();
    checkpoint();
    Visitor lastMoment = joins();
    lose(Duration.ZERO);
    List<Visitor> after = IntStream.range(0, 3).mapToObj(i -> joins()).toList();

    // Nobody knows how many have one of the skipped numbers; they count as one.
    assertThat(sale.queue.counts().waiting()).isEqualTo(4);
    assertThat(claim(after.getLast()))
        .isEqualTo(new ClaimOutcome.NotYourTurn(4, Duration.ofSeconds(1)));
    sale = sale.under(Terms.GENEROUS.maxActive(1));
    sale.queue.leave(claimed(first).session().text(), first.buyer());
    sale.admission.step(1);

    assertThat(claim(after.getFirst())).isInstanceOf(ClaimOutcome.NotYourTurn.class);
    assertThat(claim(lastMoment)).isInstanceOf(Inside.class);
  }

  @Test
  void aTurnThatHadPassedHasPassedAndOneThatHadNotIsNotLost() {
    sale.close();
    sale = SaleInRedis.opened(Terms.GENEROUS.claimSeconds(1));
    Visitor gone = served();
    await().atMost(PATIENCE).until(() -> step() && passed(gone));
    sale = sale.under(Terms.GENEROUS.claimSeconds(30));
    Visitor served = served();
    checkpoint();
    lose(Duration.ZERO);

    sale.admission.step(1);
    assertThat(claim(gone)).isEqualTo(new ClaimOutcome.TurnPassed());
    assertThat(claim(served)).isInstanceOf(Inside.class);
  }

  @Test
  void whoWasAboutToLoseTheirTurnHasTimeToComeBack() {
    sale.close();
    sale = SaleInRedis.opened(Terms.GENEROUS.claimSeconds(1));
    Visitor served = served();
    checkpoint();
    sale = sale.under(Terms.GENEROUS.claimSeconds(60));
    lose(Duration.ZERO);

    await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(this::step);
    assertThat(claim(served)).isInstanceOf(Inside.class);
  }

  @Test
  void whoCameInTimeAndFoundNoRoomMayStillEnter() {
    sale.close();
    sale = SaleInRedis.opened(Terms.GENEROUS.claimSeconds(1));
    Visitor inside = enters();
    Visitor atTheDoor = served();
    sale = sale.under(Terms.GENEROUS.claimSeconds(1).maxActive(1));
    assertThat(claim(atTheDoor)).isInstanceOf(HouseFull.class);
    sale = sale.under(Terms.GENEROUS.claimSeconds(1));
    await().atMost(PATIENCE).until(() -> step() && passed(atTheDoor));
    checkpoint();
    lose(Duration.ZERO);

    assertThat(claim(atTheDoor)).isInstanceOf(Inside.class);
    assertThat(attach(inside)).isEqualTo(Attachment.ATTACHED);
  }

  @Test
  void theHighestNumberOfSessionsIsNotForgotten() {
    List<Visitor> visitors = IntStream.range(0, 3).mapToObj(i -> enters()).toList();
    visitors.forEach(one -> sale.queue.leave(one.inside().session().text(), one.buyer()));
    checkpoint();
    lose(Duration.ZERO);

    assertThat(sale.queue.counts()).isEqualTo(new QueueCounts(1, 0, 3));
  }

  @Test
  void whoWasAdmittedByLotIsNotAdmittedTwice() {
    Lots lots = new Everybody();
    sale.close();
    sale =
        new SaleInRedis(
                Terms.GENEROUS,
                new Line("Draw", null, lots, Duration.ofMinutes(-2), Duration.ofMinutes(-1)))
            .open(1);
    Place place = new Place(1, 0, 0, Instant.now().plusSeconds(600));
    Buyer stays = SaleInRedis.buyer();
    Buyer leaves = SaleInRedis.buyer();
    sale.admission.step(1);
    Inside staying = (Inside) Asking.claim(sale.queue, place, stays);
    Inside leaving = (Inside) Asking.claim(sale.queue, place, leaves);
    sale.queue.leave(leaving.session().text(), leaves);
    checkpoint();
    lose(STILL);

    assertThat(sale.queue.attach(leaving.session(), leaves, leaving.expiresAt()))
        .isEqualTo(Attachment.NONE);
    assertThat(Asking.claim(sale.queue, place, leaves)).isEqualTo(new ClaimOutcome.AlreadyUsed());
    assertThat(sale.queue.attach(staying.session(), stays, staying.expiresAt()))
        .isEqualTo(Attachment.ATTACHED);
  }

  /** Everybody has a low number of their own. */
  private record Everybody() implements Lots {
    @Override
    public Optional<String> commitment() {
      return Optional.of("committed");
    }

    @Override
    public OptionalLong number(String identity) {
      return OptionalLong.of(Long.parseLong(identity.substring(2)) << 20);
    }

    @Override
    public Optional<String> seed() {
      return Optional.empty();
    }

    @Override
    public boolean drawn() {
      return true;
    }
  }

  private void checkpoint() {
    kept = QueueCheckpoint.of(QueueCheckpoint.take(sale.redis, sale.lanes).text());
  }

  /** Nothing of the epoch is read any more, as if Redis had come back empty. */
  private void lose(Duration attach) {
    long epoch = sale.redis.epoch();
    sale.redis.suspend();
    kept = sale.reopen(epoch + 1, kept, attach);
  }

  private Visitor joins() {
    Buyer buyer = SaleInRedis.buyer();
    return new Visitor(buyer, sale.join(Identity.of(buyer)), null);
  }

  private Visitor served() {
    Visitor visitor = joins();
    await().atMost(PATIENCE).until(() -> sale.admission.step(1).released() > 0);
    return visitor;
  }

  private Visitor enters() {
    Visitor visitor = served();
    return new Visitor(visitor.buyer(), visitor.place(), claimed(visitor));
  }

  private Inside claimed(Visitor visitor) {
    List<ClaimOutcome> outcomes = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              outcomes.add(claim(visitor));
              return outcomes.getLast() instanceof Inside;
            });
    return (Inside) outcomes.getLast();
  }

  private ClaimOutcome claim(Visitor visitor) {
    return Asking.claim(sale.queue, visitor.place(), visitor.buyer());
  }

  private static Inside again(Visitor visitor) {
    Inside inside = visitor.inside();
    return new Inside(inside.session(), inside.expiresAt(), true);
  }

  private Attachment attach(Visitor visitor) {
    Inside inside = visitor.inside();
    return sale.queue.attach(inside.session(), visitor.buyer(), inside.expiresAt());
  }

  private boolean step() {
    sale.admission.step(1);
    return true;
  }

  private boolean passed(Visitor visitor) {
    return QueueState.read(sale.redis, sale.lanes).lanes().getFirst().passed()
        >= visitor.place().number();
  }
}
