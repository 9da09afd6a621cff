package dev.onsale.booking.orders;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.database.Database;
import dev.onsale.booking.epoch.EpochStore;
import dev.onsale.booking.outbox.Outbox;
import dev.onsale.booking.seats.Inventory;
import dev.onsale.booking.seats.OwnedSeats;
import dev.onsale.booking.seats.SeatReservations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OrderBeans {

  @Bean
  OrderRows orderRows(Database database) {
    return new OrderRows(database);
  }

  @Bean
  OrderPlacement orderPlacement(Database database, OrderRows orders, Outbox outbox) {
    return new OrderPlacement(database, orders, outbox);
  }

  @Bean
  OrderTransitions orderTransitions(Database database, Outbox outbox) {
    return new OrderTransitions(database, outbox);
  }

  @Bean
  SeatMirror seatMirror(SeatReservations seats) {
    return new SeatMirror(seats);
  }

  @Bean
  OrderIntake orderIntake(
      SeatReservations seats,
      OrderPlacement placement,
      OrderRows orders,
      SeatMirror mirror,
      LiveConfig live) {
    return new OrderIntake(seats, placement, orders, mirror, live);
  }

  @Bean
  EpochStore epochStore(Database database) {
    return new OrderEpochs(database);
  }

  @Bean
  OwnedSeats ownedSeats(OrderRows orders) {
    return new OrderedSeats(orders);
  }

  @Bean
  SeatAgreement seatAgreement(
      Database database, Inventory inventory, OrderRows orders, SeatMirror mirror) {
    return new SeatAgreement(database, inventory, orders, mirror);
  }

  @Bean
  OrphanedConversions orphanedConversions(
      SeatReservations seats, OrderRows orders, SeatMirror mirror) {
    return new OrphanedConversions(seats, orders, mirror);
  }

  @Bean
  OrderReplay orderReplay(OrderRows orders, SeatMirror mirror) {
    return new OrderReplay(orders, mirror);
  }

  @Bean
  OldKeys oldKeys(Database database) {
    return new OldKeys(database);
  }
}
