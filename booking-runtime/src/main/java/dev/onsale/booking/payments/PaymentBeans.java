package dev.onsale.booking.payments;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.config.Logins;
import dev.onsale.booking.database.Address;
import dev.onsale.booking.database.Database;
import dev.onsale.booking.orders.OrderRows;
import dev.onsale.booking.orders.OrderTransitions;
import dev.onsale.booking.orders.SeatMirror;
import dev.onsale.booking.outbox.Outbox;
import dev.onsale.booking.tickets.Tickets;
import dev.onsale.runtime.RuntimeBoot;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PaymentBeans {
  private static final Duration CALL_LIMIT = Duration.ofSeconds(3);

  @Bean
  PaymentProvider paymentProvider(RuntimeBoot boot, ConfigFolder folder, Logins logins) {
    if (!boot.paymentProvider().equals("Sandbox")) {
      throw new IllegalStateException(
          "boot.json: paymentProvider is "
              + boot.paymentProvider()
              + "; this version has Sandbox only");
    }
    Database books =
        logins.tell(
            Database.open(
                "onsale-sandbox", Address.of(boot, folder), logins.inForce().postgres(), 1, null));
    return new PatientProvider(new SandboxProvider(books), CALL_LIMIT);
  }

  @Bean
  AttemptLedger attemptLedger(
      Database database,
      OrderRows orders,
      OrderTransitions transitions,
      Outbox outbox,
      Tickets tickets) {
    return new AttemptLedger(database, orders, transitions, outbox, tickets);
  }

  @Bean
  AttemptDriver attemptDriver(
      PaymentProvider provider, AttemptLedger ledger, OrderRows orders, SeatMirror mirror) {
    return new AttemptDriver(provider, ledger, orders, mirror);
  }

  @Bean
  Payments payments(PaymentProvider provider, AttemptLedger ledger, AttemptDriver driver) {
    return new Payments(provider, ledger, driver);
  }

  @Bean
  PaymentRecovery paymentRecovery(AttemptLedger ledger, AttemptDriver driver) {
    return new PaymentRecovery(ledger, driver);
  }

  @Bean
  OrderExpiry orderExpiry(
      Database database,
      OrderRows orders,
      OrderTransitions transitions,
      AttemptLedger ledger,
      AttemptDriver driver,
      SeatMirror mirror) {
    return new OrderExpiry(database, orders, transitions, ledger, driver, mirror);
  }
}
