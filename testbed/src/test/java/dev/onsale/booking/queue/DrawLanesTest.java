package dev.onsale.booking.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Line;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.draw.Lottery;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.queue.ClaimOutcome.Inside;
import dev.onsale.booking.queue.JoinOutcome.Registered;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lots decide who enters first. */
class DrawLanesTest {
  private static final byte[] SEED = new byte[32];
  private static final Lots COMMITTED = new Known(false);
  private static final Lots DRAWN = new Known(true);

  private SaleInRedis sale = new SaleInRedis(Terms.GENEROUS, registering()).open(1);
  private final Map<Buyer, Place> registered = new LinkedHashMap<>();

  /** A draw with a seed that everybody can guess. */
  private record Known(boolean drawn) implements Lots {
    @Override
    public Optional<String> commitment() {
      return Optional.of("committed");
    }

    @Override
    public OptionalLong number(String identity) {
      return drawn ? OptionalLong.of(Lottery.number(SEED, identity)) : OptionalLong.empty();
    }

    @Override
    public Optional<String> seed() {
      return Optional.empty();
    }
  }

  @AfterEach
  void close() {
    sale.close();
  }

  @Test
  void registeringAgainChangesNothing() {
    Identity anna = Identity.of(SaleInRedis.buyer());

    List<JoinOutcome> answers =
        IntStream.range(0, 20).mapToObj(i -> Asking.join(sale.queue, anna)).distinct().toList();

    assertThat(answers).hasSize(1);
    assertThat(sale.queue.counts().waiting()).isEqualTo(1);
  }

  @Test
  void nobodyRegistersBeforeTheCommitmentIsThere() {
    sale = sale.with(Terms.GENEROUS, new Line("Draw", null, Lots.NONE, minutes(1), minutes(2)));

    assertThat(Asking.join(sale.queue, Identity.of(SaleInRedis.buyer())))
        .isEqualTo(new JoinOutcome.NotCommitted());
  }

  @Test
  void aProcessWhoseClockIsTenMinutesBehindRegistersNobodyLate() {
    sale = sale.with(Terms.GENEROUS, closed(COMMITTED));
    Clock behind = Clock.offset(Clock.systemUTC(), minutes(-10));
    Queue late =
        new Queue(
            sale.redis,
            sale.live,
            new SalePhase(sale.live, behind),
            sale.house,
            behind,
            sale.lanes,
            COMMITTED);

    assertThat(Asking.join(late, Identity.of(SaleInRedis.buyer())))
        .isInstanceOfSatisfying(
            JoinOutcome.Joined.class,
            joined -> assertThat(joined.lane().name()).isEqualTo(Lanes.LATE));
  }

  @Test
  void nobodyRegistersOnceTheSeedIsKnownHoweverLongRegistrationIsOpen() {
    sale = sale.with(Terms.GENEROUS, new Line("Draw", null, DRAWN, minutes(1), minutes(2)));

    assertThat(Asking.join(sale.queue, Identity.of(SaleInRedis.buyer())))
        .isInstanceOf(JoinOutcome.Joined.class);
  }

  @Test
  void beforeTheDrawIsMadeNobodyEntersLatecomersNeither() {
    register(3);
    sale = sale.with(Terms.GENEROUS, closed(COMMITTED));
    Place late = sale.join();

    assertThat(sale.admission.step(1).released()).isZero();
    assertThat(claim(registered.keySet().iterator().next()))
        .isInstanceOf(ClaimOutcome.NotDrawn.class);
    assertThat(Asking.claim(sale.queue, late, SaleInRedis.buyer()))
        .isInstanceOf(ClaimOutcome.NotYourTurn.class);
  }

  @Test
  void lowerNumbersEnterFirst() {
    register(200);
    sale = sale.with(Terms.GENEROUS.maxActive(10), closed(DRAWN));
    List<Buyer> inOrder = inOrder();
    sale.admission.step(1);

    List<Buyer> inside = inOrder.stream().filter(who -> claim(who) instanceof Inside).toList();

    assertThat(inside).hasSizeBetween(1, 10).isEqualTo(inOrder.subList(0, inside.size()));
    assertThat(claim(inOrder.getLast()))
        .isInstanceOfSatisfying(
            ClaimOutcome.NotYourTurn.class,
            first -> assertThat(first.ahead()).isBetween(150L, 200L));
  }

  @Test
  void everybodyWhoRegisteredIsServedBeforeTheFirstLatecomer() {
    register(30);
    sale = sale.with(Terms.GENEROUS.maxActive(1_000), closed(DRAWN));
    Place late = sale.join();
    sale.admission.step(1);

    assertThat(inOrder()).allMatch(who -> claim(who) instanceof Inside);
    assertThat(Asking.claim(sale.queue, late, SaleInRedis.buyer())).isInstanceOf(Inside.class);
    assertThat(QueueState.read(sale.redis, sale.lanes).lanes())
        .extracting(QueueState.Standing::cutoff)
        .containsExactly(1L << 48, 1L);
  }

  @Test
  void whoWasAdmittedIsNotAdmittedAgainWithAnotherReceipt() {
    register(1);
    Buyer anna = registered.keySet().iterator().next();
    Place other = ((Registered) Asking.join(sale.queue, Identity.of(anna))).place();
    sale = sale.with(Terms.GENEROUS, closed(DRAWN));
    sale.admission.step(1);
    Inside inside = (Inside) claim(anna);
    sale.queue.leave(inside.session().text(), anna);

    assertThat(Asking.claim(sale.queue, other, anna)).isEqualTo(new ClaimOutcome.AlreadyUsed());
  }

  @Test
  void membersHaveTheirOwnLaneBeforeTheDrawOnceRegistrationHasClosed() {
    Line line =
        new Line(
            "Draw",
            new dev.onsale.runtime.RuntimeBoot.QueueRules(
                List.of(new dev.onsale.runtime.RuntimeBoot.QueueRules.Priority("gold", 0)), null),
            DRAWN,
            minutes(-2),
            minutes(-1));
    sale = sale.with(Terms.GENEROUS, line).open(2);

    assertThat(sale.lanes.all())
        .extracting(Lane::name)
        .containsExactly("priority:gold", "draw", "late");
    assertThat(sale.join(new Identity(SaleInRedis.buyer(), Set.of(), Set.of("gold"))).lane())
        .isZero();
  }

  @Test
  void aNewEpochKeepsHowManyRegisteredAndHowFarTheDrawWas() {
    register(200);
    sale = sale.with(Terms.GENEROUS.maxActive(20), closed(DRAWN));
    sale.admission.step(1);
    QueueCheckpoint before = QueueCheckpoint.take(sale.redis, sale.lanes);

    sale.redis.suspend();
    sale.reopen(2, before, Duration.ZERO);

    QueueState after = QueueState.read(sale.redis, sale.lanes);
    assertThat(after.registered()).isEqualTo(before.registered());
    assertThat(after.lanes().getFirst().cutoff()).isEqualTo(before.lanes().getFirst().cutoff());
    assertThat(claim(inOrder().getFirst())).isInstanceOf(Inside.class);
  }

  private void register(int people) {
    for (int i = 0; i < people; i++) {
      Buyer who = SaleInRedis.buyer();
      registered.put(who, ((Registered) Asking.join(sale.queue, Identity.of(who))).place());
    }
  }

  private List<Buyer> inOrder() {
    return registered.keySet().stream()
        .sorted(Comparator.comparing(who -> Fraction.hex(Lottery.number(SEED, who.id()))))
        .toList();
  }

  private ClaimOutcome claim(Buyer who) {
    return Asking.claim(sale.queue, registered.get(who), who);
  }

  private static Line registering() {
    return new Line("Draw", null, COMMITTED, minutes(1), minutes(2));
  }

  private static Line closed(Lots lots) {
    return new Line("Draw", null, lots, minutes(-2), minutes(-1));
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }
}
