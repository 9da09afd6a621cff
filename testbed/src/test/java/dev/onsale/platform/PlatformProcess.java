package dev.onsale.platform;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.runtime.EventServices;
import dev.onsale.testbed.process.Folders;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A process of role platform, configured as the operator would, inside this JVM. */
final class PlatformProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final URI NOBODY = URI.create("http://127.0.0.1:1");

  private final Path folder;
  private final Map<String, URI> addresses = new ConcurrentHashMap<>();
  private final ConfigurableApplicationContext context;

  PlatformProcess(String secret) throws IOException {
    folder = Folders.state("platform");
    Files.createDirectories(folder.resolve("config"));
    Files.createDirectories(folder.resolve("secrets"));
    Files.writeString(folder.resolve("secrets/webhook-secret"), secret);
    know(Map.of());
    ApplicationContextInitializer<GenericApplicationContext> configured =
        started -> {
          started.registerBean(ConfigFolder.class, () -> new ConfigFolder(folder));
          started.registerBean(ServiceAddress.class, () -> this::address);
        };
    context =
        new SpringApplicationBuilder(PlatformApplication.class)
            .initializers(configured)
            .registerShutdownHook(false)
            .run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--management.server.port=0",
                "--management.server.address=127.0.0.1",
                "--logging.structured.format.console=",
                "--spring.jmx.enabled=false");
  }

  private URI address(String namespace, String service) {
    return addresses.getOrDefault(service + "." + namespace, NOBODY);
  }

  /** What cluster DNS would say. */
  void resolve(String service, String namespace, URI address) {
    addresses.put(service + "." + namespace, address);
  }

  /** Writes {@code events.json}, as kubelet does. */
  void know(Map<String, List<String>> services) throws IOException {
    Path next = folder.resolve("config/next");
    Files.writeString(next, JSON.writeValueAsString(new EventServices(services)));
    Files.move(
        next,
        folder.resolve("config/events.json"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  /** Where the provider sends to. */
  String url() {
    return "http://127.0.0.1:%s/v1/payments/webhooks/sandbox"
        .formatted(context.getEnvironment().getProperty("local.server.port"));
  }

  /** Where probes and metrics are. */
  String managementUrl() {
    return "http://127.0.0.1:%s"
        .formatted(context.getEnvironment().getProperty("local.management.port"));
  }

  @Override
  public void close() {
    context.close();
    Folders.remove(folder);
  }
}
