package dev.onsale.booking.worker;

import dev.onsale.booking.clocks.StoreClocks;
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
  /** Another process leads within five seconds of the end of the one that did. */
  private static final Duration LENGTH = Duration.ofSeconds(3);

  private static final Duration RENEWAL = Duration.ofMillis(500);

  @Bean
  Leadership leadership(Database database) {
    return new Leadership(new Lease(database, UUID.randomUUID().toString(), LENGTH));
  }

  @Bean
  Worker worker(
      Roles roles,
      Leadership leadership,
      List<LeaderTask> tasks,
      StoreClocks clocks,
      MeterRegistry meters) {
    return new Worker(
        roles.has(Role.Worker), leadership, RENEWAL, WhileClocksAgree.those(tasks, clocks), meters);
  }
}
