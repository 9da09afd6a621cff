package dev.onsale.booking.tickets;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.database.Database;
import dev.onsale.runtime.RuntimeBoot;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TicketBeans {

  @Bean
  Tickets tickets(Database database) {
    return new Tickets(database);
  }

  @Bean
  PassSigner passSigner(ConfigFolder folder, RuntimeBoot boot) {
    return new PassSigner(folder.key("pass-key"), boot.namespace() + "/" + boot.name());
  }
}
