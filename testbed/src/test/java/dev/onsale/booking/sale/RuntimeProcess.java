package dev.onsale.booking.sale;

import dev.onsale.booking.BookingApplication;
import dev.onsale.booking.config.ConfigFolder;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The whole booking runtime, as one more process would run it, inside this JVM. */
public final class RuntimeProcess implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private RuntimeProcess(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static RuntimeProcess start(Sale sale, String name, Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("POD_NAME", name);
    properties.put("server.port", 0);
    properties.put("server.address", "127.0.0.1");
    properties.put("management.server.port", 0);
    properties.put("management.server.address", "127.0.0.1");
    properties.put("logging.structured.format.console", "");
    properties.put("spring.jmx.enabled", false);
    properties.putIfAbsent("onsale.drain", "0s");
    ApplicationContextInitializer<GenericApplicationContext> configured =
        context -> context.registerBean(ConfigFolder.class, () -> new ConfigFolder(sale.folder()));
    return new RuntimeProcess(
        new SpringApplicationBuilder(BookingApplication.class)
            .initializers(configured)
            .properties(properties)
            .registerShutdownHook(false)
            .run(arguments(properties)));
  }

  private static String[] arguments(Map<String, Object> properties) {
    return properties.entrySet().stream()
        .filter(property -> !property.getKey().equals("POD_NAME"))
        .map(property -> "--" + property.getKey() + "=" + property.getValue())
        .toArray(String[]::new);
  }

  /** Base of the buyers' API. */
  public String url() {
    return "http://127.0.0.1:%s/v1/events/concerts/aurora"
        .formatted(context.getEnvironment().getProperty("local.server.port"));
  }

  /** Where probes and metrics are. */
  public String managementUrl() {
    return "http://127.0.0.1:%s"
        .formatted(context.getEnvironment().getProperty("local.management.port"));
  }

  /** A bean of the process. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Stops it as SIGTERM does. */
  @Override
  public void close() {
    context.close();
  }
}
