package dev.onsale.booking;

import dev.onsale.booking.database.MigrateCommand;
import dev.onsale.booking.settlement.SettleCommand;
import dev.onsale.platform.PlatformApplication;
import dev.onsale.runtime.Role;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;

/**
 * Sells one event, or, with role {@code platform}, routes the webhooks of all. Started with {@code
 * serve} (the default), {@code migrate} or {@code settle}.
 *
 * <p>Only {@code @Configuration} classes are found by scanning: each capability wires its own beans
 * there by hand.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ComponentScan(
    useDefaultFilters = false,
    includeFilters =
        @ComponentScan.Filter(type = FilterType.ANNOTATION, classes = Configuration.class))
public class BookingApplication {

  public static void main(String[] args) {
    String command = args.length == 0 ? "serve" : args[0];
    switch (command) {
      case "serve" -> SpringApplication.run(application());
      case "migrate" -> System.exit(MigrateCommand.run());
      case "settle" -> System.exit(SettleCommand.run());
      default -> {
        System.err.println("unknown command '" + command + "'; use serve, migrate or settle");
        System.exit(64);
      }
    }
  }

  private static Class<?> application() {
    return Role.PLATFORM.equals(System.getenv(Role.VARIABLE))
        ? PlatformApplication.class
        : BookingApplication.class;
  }
}
