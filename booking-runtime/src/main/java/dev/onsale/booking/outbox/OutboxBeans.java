package dev.onsale.booking.outbox;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.config.Logins;
import dev.onsale.booking.database.Database;
import dev.onsale.runtime.RuntimeBoot;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
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
    URI source = URI.create("/v1/events/" + boot.namespace() + "/" + boot.name());
    return logins.tell(
        new KafkaEvents(source, new KafkaPlace(boot.kafka(), folder), logins.inForce().kafka()));
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
