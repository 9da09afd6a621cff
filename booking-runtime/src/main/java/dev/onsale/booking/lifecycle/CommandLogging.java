package dev.onsale.booking.lifecycle;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Structured logs, as {@code serve} writes them, for a process that does one thing and ends. */
public final class CommandLogging {

  private CommandLogging() {}

  /** A context without beans; what is logged before it stands is not structured. */
  public static ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(CommandLogging.class)
        .web(WebApplicationType.NONE)
        .registerShutdownHook(false)
        .run();
  }
}
