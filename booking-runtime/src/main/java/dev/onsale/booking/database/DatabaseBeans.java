package dev.onsale.booking.database;

import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.config.Logins;
import dev.onsale.runtime.RuntimeBoot;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DatabaseBeans {

  @Bean
  Database database(RuntimeBoot boot, ConfigFolder folder, Logins logins, MeterRegistry meters) {
    return logins.tell(
        Database.open(
            "onsale",
            Address.of(boot, folder),
            logins.inForce().postgres(),
            Database.CONNECTIONS_PER_PROCESS - 1,
            new MicrometerMetricsTrackerFactory(meters)));
  }
}
