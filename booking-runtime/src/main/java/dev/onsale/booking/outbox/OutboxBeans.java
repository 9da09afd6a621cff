package dev.onsale.booking.outbox;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.config.Logins;
import dev.onsale.booking.database.Database;
import dev.onsale.runtime.RuntimeBoot;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OutboxBeans {

  @Bean
  Outbox outbox(Database database) {
    return new Outbox(database);
  }

  @Bean
  EventSink eventSink(RuntimeBoot boot, ConfigFolder folder, Logins logins) {
    return logins.tell(KafkaEvents.of(boot, folder, logins.inForce()));
  }

  @Bean
  OutboxRelay outboxRelay(Outbox outbox, EventSink sink) {
    return new OutboxRelay(outbox, sink);
  }

  @Bean
  OutboxLag outboxLag(Outbox outbox, MeterRegistry meters) {
    return new OutboxLag(outbox, meters);
  }
}
