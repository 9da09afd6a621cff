package dev.onsale.booking.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.onsale.booking.orders.Order;
import dev.onsale.booking.orders.OrderState;
import dev.onsale.booking.payments.PaymentProvider.PaymentState;
import dev.onsale.booking.sale.Sale;
import dev.onsale.testbed.stores.Stores;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process dies, and another one finds what it left. */
class PaymentCrashTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  /** An error, since nothing may catch a kill. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private Sale sale;
  private PaymentDesk desk;

  @BeforeEach
  void open() throws Exception {
    sale = Sale.inPostgres(Stores.shared().postgres(), 40);
    desk = new PaymentDesk(sale);
  }

  @AfterEach
  void close() throws Exception {
    sale.close();
  }

  @Test
  void whereverAProcessDiesThePaymentEndsWithTicketsOrUncharged() {
    int stepsWithoutCrash = stepsUntilPaid();
    assertThat(stepsWithoutCrash).as("steps a crash can fall between").isGreaterThanOrEqualTo(6);

    for (int step = 1; step <= stepsWithoutCrash; step++) {
      Order order = desk.order(LONG, step * 2, step * 2 + 1);
      assertThat(catchThrowable(payUntil(order, step))).isInstanceOf(Killed.class);

      recover();

      assertPaidWithTicketsOrUncharged(order, "killed at step " + step);
    }
  }

  @Test
  void aRecoveryThatDiesIsRecoveredToo() {
    Order order = desk.order(LONG, 0, 1);
    assertThat(catchThrowable(payUntil(order, 2))).isInstanceOf(Killed.class);
    for (int step = 1; step <= 8; step++) {
      PaymentDesk.Process dying = dyingAfter(step);
      catchThrowable(() -> dying.recovery().resume(Duration.ZERO));
    }
    recover();

    assertThat(desk.now(order).state()).isEqualTo(OrderState.CONFIRMED);
    assertPaidWithTicketsOrUncharged(order, "killed again and again");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void anOrderWhosePaymentDiedLateIsNotSoldToAnother(int step) {
    Order order = desk.order(Duration.ofSeconds(1), 0);
    assertThat(catchThrowable(payUntil(order, step))).isInstanceOf(Killed.class);
    makeOverdue(order);

    desk.process().expiry().expireDue();
    recover();
    desk.process().expiry().expireDue();

    OrderState end = desk.now(order).state();
    assertThat(end).isIn(OrderState.CONFIRMED, OrderState.EXPIRED);
    assertPaidWithTicketsOrUncharged(order, "killed at step " + step + ", then overdue");
  }

  @Test
  void aProviderThatLosesItsAnswersIsAskedAgain() {
    AtomicInteger lost = new AtomicInteger();
    PaymentDesk.Process process =
        desk.process(
            sandbox ->
                new PatientProvider(
                    new InterposedProvider(
                        sandbox,
                        () -> {},
                        () -> {
                          if (lost.incrementAndGet() % 2 == 1) {
                            throw new ProviderUnavailableException("lost", new Error());
                          }
                        }),
                    Duration.ofSeconds(20)),
            () -> {});
    Order order = desk.order(LONG, 0);

    assertThat(process.payments().pay(order, "pm_ok", "one-key", "hash"))
        .isInstanceOf(PaymentResult.Paid.class);
    assertPaidWithTicketsOrUncharged(order, "answers lost");
  }

  @Test
  void aLateAuthorizationOfAnExpiredOrderTakesNothing() {
    PaymentDesk.Process dead = dyingAfter(1);
    Order order = desk.order(Duration.ofSeconds(1), 0);
    catchThrowable(() -> dead.payments().pay(order, "pm_ok", "one-key", "hash"));
    makeOverdue(order);
    desk.process().expiry().expireDue();

    PaymentState late = desk.sandbox.authorize(order.id() + ":1", "pm_ok", 1, "KRW");

    assertThat(late).isEqualTo(PaymentState.VOIDED);
    assertThat(desk.now(order).state()).isEqualTo(OrderState.EXPIRED);
    assertThat(desk.shownFree).contains(order.id().toString());
  }

  @Test
  void aCaptureTheProviderMadeBehindOurBackConfirmsTheOrder() {
    Order order = desk.order(Duration.ofSeconds(1), 0);
    PaymentDesk.Process dead = dyingAfter(2);
    catchThrowable(() -> dead.payments().pay(order, "pm_ok", "one-key", "hash"));
    desk.sandbox.capture(order.id() + ":1");
    makeOverdue(order);

    desk.process().expiry().expireDue();

    assertThat(desk.now(order).state()).isEqualTo(OrderState.CONFIRMED);
    assertPaidWithTicketsOrUncharged(order, "captured behind our back");
  }

  @Test
  void moneyTakenForAnOrderThatIsOverGoesBack() {
    PaymentDesk.Process process = desk.process();
    Order order = desk.order(LONG, 0);
    Opening.Opened opened =
        (Opening.Opened) process.ledger().open(order.id(), "Sandbox", "pm_ok", "one-key", "hash");
    desk.sandbox.authorize(opened.attempt().key(), "pm_ok", order.total(), "KRW");
    desk.sandbox.capture(opened.attempt().key());
    desk.database
        .sql()
        .sql("UPDATE orders SET state = 'EXPIRED' WHERE id = :id")
        .param("id", order.id())
        .update();

    recover();

    assertThat(desk.sandbox.lookUp(opened.attempt().key())).contains(PaymentState.REFUNDED);
    assertThat(desk.books()).isEqualTo(new Books(order.total(), 0, order.total(), 0, 0));
  }

  @Test
  void aCaptureRefusedForGoodCancelsTheOrderAndFreesItsSeats() {
    PaymentDesk.Process process = desk.process(sandbox -> new RefusingCapture(sandbox), () -> {});
    Order order = desk.order(LONG, 0);

    assertThat(process.payments().pay(order, "pm_ok", "one-key", "hash"))
        .isInstanceOf(PaymentResult.GivenUp.class);
    assertThat(desk.now(order).state()).isEqualTo(OrderState.CANCELLED);
    assertThat(desk.shownFree).contains(order.id().toString());
    assertThat(desk.books()).isEqualTo(new Books(0, 0, 0, 0, 0));
  }

  private record RefusingCapture(PaymentProvider provider) implements PaymentProvider {
    @Override
    public String name() {
      return provider.name();
    }

    @Override
    public boolean supports(String method) {
      return true;
    }

    @Override
    public PaymentState authorize(String key, String method, long amount, String currency) {
      return provider.authorize(key, method, amount, currency);
    }

    @Override
    public PaymentState capture(String key) {
      return PaymentState.AUTHORIZED;
    }

    @Override
    public PaymentState cancel(String key) {
      return provider.cancel(key);
    }

    @Override
    public PaymentState refund(String key) {
      return provider.refund(key);
    }

    @Override
    public Optional<PaymentState> lookUp(String key) {
      return provider.lookUp(key);
    }

    @Override
    public void close() {}
  }

  private int stepsUntilPaid() {
    AtomicInteger steps = new AtomicInteger();
    PaymentDesk.Process process =
        desk.process(
            sandbox ->
                new InterposedProvider(sandbox, steps::incrementAndGet, steps::incrementAndGet),
            steps::incrementAndGet);
    Order order = desk.order(LONG, 38, 39);
    assertThat(process.payments().pay(order, "pm_ok", "one-key", "hash"))
        .isInstanceOf(PaymentResult.Paid.class);
    return steps.get();
  }

  private org.assertj.core.api.ThrowableAssert.ThrowingCallable payUntil(Order order, int step) {
    PaymentDesk.Process dying = dyingAfter(step);
    return () -> dying.payments().pay(order, "pm_ok", "one-key", "hash");
  }

  private PaymentDesk.Process dyingAfter(int step) {
    AtomicInteger left = new AtomicInteger(step);
    Runnable counted =
        () -> {
          if (left.decrementAndGet() <= 0) {
            throw new Killed();
          }
        };
    return desk.process(sandbox -> new InterposedProvider(sandbox, counted, counted), counted::run);
  }

  private void recover() {
    desk.process().recovery().resume(Duration.ZERO);
  }

  private void makeOverdue(Order order) {
    desk.database
        .sql()
        .sql("UPDATE orders SET expires_at = now() - interval '1 second' WHERE id = :id")
        .param("id", order.id())
        .update();
  }

  private void assertPaidWithTicketsOrUncharged(Order order, String when) {
    Order end = desk.now(order);
    int issued = desk.tickets.of(order.id()).size();
    PaymentState money = desk.sandbox.lookUp(order.id() + ":1").orElse(PaymentState.VOIDED);
    if (end.state() == OrderState.CONFIRMED) {
      assertThat(issued).as("tickets, " + when).isEqualTo(order.seats().size());
      assertThat(money).as("money, " + when).isEqualTo(PaymentState.CAPTURED);
      assertThat(desk.shownSold).as("seats, " + when).contains(order.id().toString());
    } else {
      assertThat(end.state()).as(when).isNotEqualTo(OrderState.AUTHORIZED);
      assertThat(issued).as("tickets, " + when).isZero();
      assertThat(money).as("money, " + when).isEqualTo(PaymentState.VOIDED);
    }
    assertThat(desk.books()).as(when).matches(Books::balance);
    assertThat(desk.books().inFlight()).as(when).isZero();
  }
}
