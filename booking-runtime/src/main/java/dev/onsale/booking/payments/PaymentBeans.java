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
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PaymentBeans {
  @Bean
  PaymentProvider paymentProvider(RuntimeBoot boot, ConfigFolder folder, Logins logins) {
    return PaymentProviders.of(
        boot,
        () ->
            logins.tell(
                SandboxProvider.books(Address.of(boot, folder), logins.inForce().postgres())));
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
  PaymentHints paymentHints(AttemptLedger ledger, AttemptDriver driver) {
    return new PaymentHints(ledger, driver);
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
