package dev.onsale.booking.orders;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.config.Logins;
import dev.onsale.booking.database.Address;
import dev.onsale.booking.database.Database;
import dev.onsale.booking.epoch.EpochStore;
import dev.onsale.booking.outbox.Outbox;
import dev.onsale.booking.seats.House;
import dev.onsale.booking.seats.Inventory;
import dev.onsale.booking.seats.OwnedSeats;
import dev.onsale.booking.seats.SeatAudit;
import dev.onsale.booking.seats.SeatReservations;
import dev.onsale.booking.tokens.HoldIds;
import dev.onsale.runtime.RuntimeBoot;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OrderBeans {
  private static final int REPLICA_CONNECTIONS = 2;

  @Bean
  OrderRows orderRows(Database database) {
    return new OrderRows(database);
  }

  @Bean
  OrderHistory orderHistory(
      OrderRows orders, RuntimeBoot boot, ConfigFolder folder, Logins logins) {
    Optional<Database> replica =
        Address.ofReplica(boot, folder)
            .map(
                address ->
                    logins.tell(
                        Database.open(
                            "onsale-replica",
                            address,
                            logins.inForce().postgres(),
                            REPLICA_CONNECTIONS,
                            null)));
    return new OrderHistory(orders, replica);
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
      HoldIds holds,
      LiveConfig live) {
    return new OrderIntake(seats, placement, orders, mirror, holds, live);
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
      Database database, Inventory inventory, SeatAudit audit, House house, MeterRegistry meters) {
    return new SeatAgreement(database, inventory, audit, house, meters);
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
