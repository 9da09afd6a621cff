package dev.onsale.booking.status;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.config.Logins;
import dev.onsale.booking.database.Database;
import dev.onsale.booking.orders.SeatAgreement;
import dev.onsale.booking.queue.Lots;
import dev.onsale.booking.queue.SalePhase;
import dev.onsale.booking.queue.WaitingRoom;
import dev.onsale.booking.seats.Inventory;
import dev.onsale.booking.worker.Leadership;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class StatusBeans {

  @Bean
  StatusReporter statusReporter(
      Database database,
      Environment environment,
      LiveConfig live,
      Logins logins,
      SalePhase phase,
      Leadership leadership,
      Inventory inventory,
      WaitingRoom waitingRoom,
      Lots lots,
      SeatAgreement agreement) {
    String process =
        environment.getProperty("POD_NAME", "process-" + ProcessHandle.current().pid());
    return new StatusReporter(
        new StatusRows(database),
        new StatusSources(
            process,
            () -> live.get().generation(),
            () -> logins.inForce().generation(),
            () -> leadership.term().isPresent(),
            () -> phase.now().name(),
            inventory,
            waitingRoom,
            lots,
            agreement::difference));
  }

  @Bean
  DeadProcesses deadProcesses(Database database) {
    return new DeadProcesses(new StatusRows(database));
  }
}
