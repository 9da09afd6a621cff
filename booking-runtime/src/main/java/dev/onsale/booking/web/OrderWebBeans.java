package dev.onsale.booking.web;

import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.identity.DeviceIdentity;
import dev.onsale.booking.orders.OrderHistory;
import dev.onsale.booking.orders.OrderIntake;
import dev.onsale.booking.orders.OrderRows;
import dev.onsale.booking.payments.Payments;
import dev.onsale.booking.tickets.PassSigner;
import dev.onsale.booking.tickets.Tickets;
import dev.onsale.booking.tokens.Mac;
import dev.onsale.booking.webhooks.WebhookInbox;
import dev.onsale.booking.webhooks.WebhookReader;
import dev.onsale.runtime.RuntimeBoot;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OrderWebBeans {

  @Bean
  OrderAccess orderAccess(OrderRows orders, DeviceIdentity devices, ConfigFolder folder) {
    return new OrderAccess(orders, devices, new Mac(folder.key("access-key")));
  }

  @Bean
  OrderController orderController(
      OrderIntake intake,
      OrderHistory history,
      Tickets tickets,
      Payments payments,
      OrderAccess access,
      EventPath path) {
    return new OrderController(intake, history, tickets, payments, access, path);
  }

  @Bean
  PaymentController paymentController(
      Payments payments, OrderRows orders, Tickets tickets, OrderAccess access, EventPath path) {
    return new PaymentController(payments, orders, tickets, access, path);
  }

  @Bean
  WebhookController webhookController(
      WebhookReader reader, WebhookInbox inbox, RuntimeBoot boot, MeterRegistry meters) {
    return new WebhookController(reader, inbox, boot, meters);
  }

  @Bean
  TicketController ticketController(
      Tickets tickets, PassSigner signer, OrderAccess access, EventPath path) {
    return new TicketController(tickets, signer, access, path);
  }
}
