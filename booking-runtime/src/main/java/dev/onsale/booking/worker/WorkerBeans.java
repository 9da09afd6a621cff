package dev.onsale.booking.worker;

import dev.onsale.booking.config.Roles;
import dev.onsale.booking.database.Database;
import dev.onsale.runtime.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WorkerBeans {
  private static final Duration LENGTH = Duration.ofSeconds(6);
  private static final Duration RENEWAL = Duration.ofSeconds(1);

  @Bean
  Leadership leadership(Database database) {
    return new Leadership(new Lease(database, UUID.randomUUID().toString(), LENGTH));
  }

  @Bean
  Worker worker(Roles roles, Leadership leadership, List<LeaderTask> tasks, MeterRegistry meters) {
    return new Worker(roles.has(Role.Worker), leadership, RENEWAL, tasks, meters);
  }
}
