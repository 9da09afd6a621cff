package dev.onsale.booking.database;

import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.runtime.RuntimeBoot;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DatabaseBeans {

  @Bean
  Database database(RuntimeBoot boot, ConfigFolder folder, MeterRegistry meters) {
    Database database =
        Database.open(
            "onsale",
            boot.postgres(),
            folder.secret("postgres-password"),
            Database.CONNECTIONS_PER_PROCESS - 1);
    database.pool().setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
    return database;
  }
}
