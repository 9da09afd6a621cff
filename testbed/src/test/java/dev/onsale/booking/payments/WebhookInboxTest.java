package dev.onsale.booking.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.onsale.booking.orders.Order;
import dev.onsale.booking.orders.OrderState;
import dev.onsale.booking.payments.PaymentProvider.PaymentState;
import dev.onsale.booking.sale.Sale;
import dev.onsale.booking.webhooks.InboxFollowUp;
import dev.onsale.booking.webhooks.Webhook;
import dev.onsale.booking.webhooks.WebhookInbox;
import dev.onsale.booking.webhooks.WebhookInbox.Receipt;
import dev.onsale.testbed.stores.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What webhooks lead to, whatever order and number they come in, and whoever dies meanwhile. */
class WebhookInboxTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String PROVIDER = "sandbox";
  private static final String PUT_OFF =
      "SELECT tries FROM webhook_inbox WHERE state = 'NEW' AND due_at > received_at";

  /** An error, since nothing may catch a kill. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private Sale sale;
  private PaymentDesk desk;
  private WebhookInbox inbox;

  @BeforeEach
  void open() throws Exception {
    sale = Sale.inPostgres(Stores.shared().postgres(), 40);
    desk = new PaymentDesk(sale);
    inbox = new WebhookInbox(desk.database);
  }

  @AfterEach
  void close() {
    sale.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AUTHORIZED", "CAPTURED"})
  void aWebhookBringsAPaymentThatWasLeftOpenToItsEnd(PaymentState atTheProvider) {
    Order order = authorizedButLeft(0, 1);
    if (atTheProvider == PaymentState.CAPTURED) {
      desk.sandbox.capture(payment(order));
    }

    keep("evt_1", order);
    followUp(desk.process());

    assertPaid(order);
    assertThat(states()).containsExactly("PROCESSED");
  }

  @Test
  void aDeclinedPaymentLeavesTheOrderToBePaidAgain() {
    PaymentDesk.Process process = desk.process();
    Order order = desk.order(LONG, 0);
    process.ledger().open(order.id(), "Sandbox", "pm_declined", "one-key", "hash");
    desk.sandbox.authorize(payment(order), "pm_declined", order.total(), "KRW");

    keep("evt_1", order);
    followUp(process);

    assertThat(desk.now(order).state()).isEqualTo(OrderState.PENDING);
    assertThat(process.payments().pay(order, "pm_ok", "other-key", "hash"))
        .isInstanceOf(PaymentResult.Paid.class);
  }

  @Test
  void whereverTheFollowUpDiesTheNextOneGoesOn() {
    for (int step = 1; step <= 8; step++) {
      Order order = authorizedButLeft(step * 2, step * 2 + 1);
      keep("evt_" + step, order);
      PaymentDesk.Process dying = dyingAfter(step);

      Throwable killed = catchThrowable(() -> followUp(dying));
      if (!states().getLast().equals("PROCESSED")) {
        assertThat(killed).as("step " + step).isInstanceOf(Killed.class);
        followUp(desk.process());
      }

      assertPaid(order);
      assertThat(states()).as("step " + step).containsOnly("PROCESSED");
    }
  }

  @Test
  void arrivingInTheWrongOrderAndAgainAndAgainChangesNothing() {
    Order order = authorizedButLeft(0);
    AtomicInteger looks = new AtomicInteger();
    PaymentDesk.Process process = counting(looks);

    assertThat(keep("evt_captured", order)).isEqualTo(Receipt.KEPT);
    assertThat(keep("evt_authorized", order)).isEqualTo(Receipt.KEPT);
    assertThat(keep("evt_captured", order)).isEqualTo(Receipt.KNOWN);
    followUp(process);
    int needed = looks.get();
    assertThat(keep("evt_authorized", order)).isEqualTo(Receipt.KNOWN);
    followUp(process);

    assertPaid(order);
    assertThat(looks).as("calls to the provider").hasValue(needed);
    assertThat(states()).containsExactly("PROCESSED", "PROCESSED");
  }

  @Test
  void aWebhookOfWhatWeKnowAlreadyIsOnlyLookedUp() {
    Order order = desk.order(LONG, 0);
    AtomicInteger calls = new AtomicInteger();
    PaymentDesk.Process process = counting(calls);
    process.payments().pay(order, "pm_ok", "one-key", "hash");
    int paying = calls.get();

    keep("evt_1", order);
    followUp(process);

    assertPaid(order);
    assertThat(calls.get() - paying).isEqualTo(1);
  }

  @Test
  void aPaymentThatTheProviderHasNotSeenYetIsNotGivenUp() {
    PaymentDesk.Process process = desk.process();
    Order order = desk.order(LONG, 0);
    process.ledger().open(order.id(), "Sandbox", "pm_ok", "one-key", "hash");

    keep("evt_early", order);
    followUp(process);

    assertThat(desk.sandbox.authorize(payment(order), "pm_ok", order.total(), "KRW"))
        .isEqualTo(PaymentState.AUTHORIZED);
    assertThat(states()).containsExactly("PROCESSED");
  }

  @Test
  void moneyTakenForAPaymentThatWasGivenUpGoesBack() {
    Order order = authorizedButLeft(0);
    desk.sandbox.cancel(payment(order));
    desk.process().recovery().resume(Duration.ZERO);
    assertThat(desk.now(order).state()).isEqualTo(OrderState.PENDING);
    desk.database
        .sql()
        .sql("UPDATE sandbox_payments SET state = 'CAPTURED' WHERE key = :key")
        .param("key", payment(order))
        .update();

    keep("evt_1", order);
    followUp(desk.process());

    assertThat(desk.sandbox.lookUp(payment(order))).contains(PaymentState.REFUNDED);
    assertThat(desk.now(order).state()).isEqualTo(OrderState.PENDING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0d2f6a1e-8e0f-4c8b-9f63-3f5f6c1c2a55:1", "0d2f6a1e:x", "nobody's", ":", "a:1"})
  void aPaymentThatWeDoNotHaveIsParked(String payment) {
    inbox.keep(PROVIDER, new Webhook("evt_1", "payment.captured", null), payment);

    followUp(desk.process());
    followUp(desk.process());

    assertThat(states()).containsExactly("PARKED");
    assertThat(inbox.load().parked()).isEqualTo(1);
    assertThat(inbox.load().waiting()).isZero();
  }

  @Test
  void aPaymentThatCannotBeSettledNowHoldsUpItsOwnOrderOnly() {
    Order stubborn = authorizedButLeft(0);
    Order other = authorizedButLeft(1);
    PaymentDesk.Process process = failingFor(stubborn);
    keep("evt_1", stubborn);
    keep("evt_2", other);

    assertThatThrownBy(() -> followUp(process)).isInstanceOf(ProviderUnavailableException.class);
    assertThat(desk.database.sql().sql(PUT_OFF).query(Integer.class).list()).containsExactly(1);
    desk.database
        .sql()
        .sql("UPDATE webhook_inbox SET due_at = now() + interval '1 hour' WHERE state = 'NEW'")
        .update();
    keep("evt_3", stubborn);
    followUp(process);

    assertPaid(other);
    assertThat(states()).containsExactly("NEW", "PROCESSED", "NEW");
    desk.database.sql().sql("UPDATE webhook_inbox SET due_at = now()").update();
    followUp(desk.process());
    assertPaid(stubborn);
    assertThat(states()).containsOnly("PROCESSED");
  }

  @Test
  void whileTheProviderIsAwayItIsNotAskedForEveryWebhook() {
    AtomicInteger asked = new AtomicInteger();
    PaymentDesk.Process process =
        desk.process(
            sandbox ->
                new InterposedProvider(
                    sandbox,
                    () -> {
                      asked.incrementAndGet();
                      throw new ProviderUnavailableException("look up", new Error());
                    },
                    () -> {}),
            () -> {});
    for (int seat = 0; seat < 10; seat++) {
      keep("evt_" + seat, desk.order(LONG, seat), process);
    }

    assertThatThrownBy(() -> followUp(process)).isInstanceOf(ProviderUnavailableException.class);

    assertThat(asked).hasValue(3);
    assertThat(inbox.load().waiting()).isEqualTo(10);
  }

  @Test
  void ofAFloodEachIsKeptOnceAndAPaymentIsLookedUpOnceABatch() throws Exception {
    List<Order> orders = List.of(authorizedButLeft(0), authorizedButLeft(1), authorizedButLeft(2));
    int kept = 0;
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Receipt>> webhooks = new ArrayList<>();
      for (int n = 0; n < 600; n++) {
        String id = "evt_" + n % 300;
        Order order = orders.get(n % 3);
        webhooks.add(() -> sent(id, order));
      }
      for (Future<Receipt> receipt : senders.invokeAll(webhooks)) {
        kept += receipt.get() == Receipt.KEPT ? 1 : 0;
      }
    }
    AtomicInteger calls = new AtomicInteger();
    PaymentDesk.Process process = counting(calls);
    followUp(process);
    followUp(process);

    assertThat(kept).isEqualTo(300);
    assertThat(states()).hasSize(300).containsOnly("PROCESSED");
    orders.forEach(this::assertPaid);
    assertThat(calls.get()).isLessThanOrEqualTo(3 * 2 + 3);
    assertThat(inbox.load().waiting()).isZero();
  }

  private Receipt sent(String id, Order order) {
    Receipt receipt = keep(id, order);
    while (receipt == Receipt.BUSY) {
      receipt = keep(id, order);
    }
    return receipt;
  }

  /** An attempt whose process died when the provider had set the money aside. */
  private Order authorizedButLeft(int... seats) {
    Order order = desk.order(LONG, seats);
    PaymentDesk.Process dead = dyingAfter(2);
    assertThat(
            catchThrowable(() -> dead.payments().pay(order, "pm_ok", "key-" + order.id(), "hash")))
        .isInstanceOf(Killed.class);
    return order;
  }

  private Receipt keep(String id, Order order) {
    return inbox.keep(PROVIDER, new Webhook(id, "payment.changed", null), payment(order));
  }

  private void keep(String id, Order order, PaymentDesk.Process process) {
    process.ledger().open(order.id(), "Sandbox", "pm_ok", "key-" + order.id(), "hash");
    keep(id, order);
  }

  private static String payment(Order order) {
    return order.id() + ":1";
  }

  private void followUp(PaymentDesk.Process process) {
    new InboxFollowUp(inbox, process.hints()).followUp();
  }

  private PaymentDesk.Process counting(AtomicInteger calls) {
    return desk.process(
        sandbox -> new InterposedProvider(sandbox, calls::incrementAndGet, () -> {}), () -> {});
  }

  private PaymentDesk.Process failingFor(Order order) {
    return desk.process(sandbox -> new AwayFor(sandbox, payment(order)), () -> {});
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

  private List<String> states() {
    return desk.database
        .sql()
        .sql("SELECT state FROM webhook_inbox ORDER BY id")
        .query(String.class)
        .list();
  }

  private void assertPaid(Order order) {
    assertThat(desk.now(order).state()).isEqualTo(OrderState.CONFIRMED);
    assertThat(desk.tickets.of(order.id())).hasSize(order.seats().size());
    assertThat(desk.sandbox.lookUp(payment(order))).contains(PaymentState.CAPTURED);
    assertThat(desk.books()).matches(Books::balance);
  }
}
