package dev.onsale.booking.orders;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.epoch.EpochStore;
import dev.onsale.booking.outbox.Outbox;
import dev.onsale.booking.seats.OwnedSeats;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OrderBeans {

  @Bean
  Outbox outbox(Database database) {
    return new Outbox(database);
  }

  @Bean
  OrderRows orderRows(Database database) {
    return new OrderRows(database);
  }

  @Bean
  OrderPlacement orderPlacement(Database database, OrderRows orders, Outbox outbox) {
    return new OrderPlacement(database, orders, outbox);
  }

  @Bean
  EpochStore epochStore(Database database) {
    return new OrderEpochs(database);
  }

  @Bean
  OwnedSeats ownedSeats(OrderRows orders) {
    return new OrderedSeats(orders);
  }
}
