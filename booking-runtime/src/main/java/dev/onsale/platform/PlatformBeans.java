package dev.onsale.platform;

import dev.onsale.booking.boundary.BlockingControllers;
import dev.onsale.booking.boundary.ProblemHandler;
import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.webhooks.SandboxWebhooks;
import dev.onsale.booking.webhooks.WebhookReader;
import dev.onsale.booking.webhooks.WebhookSignature;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class PlatformBeans {

  @Bean
  @ConditionalOnMissingBean
  ConfigFolder configFolder() {
    return ConfigFolder.fromEnvironment();
  }

  @Bean
  @ConditionalOnMissingBean
  ServiceAddress serviceAddress() {
    return ServiceAddress.IN_CLUSTER;
  }

  @Bean
  ProblemHandler problemHandler(JsonMapper json) {
    return new ProblemHandler(json);
  }

  @Bean
  BlockingControllers blockingControllers() {
    return new BlockingControllers();
  }

  @Bean
  WebhookReader webhookReader(ConfigFolder folder) {
    return new SandboxWebhooks(new WebhookSignature(folder.webhookSecret(), Clock.systemUTC()));
  }

  @Bean
  KnownEvents knownEvents(ConfigFolder folder) {
    return new KnownEvents(folder);
  }

  @Bean
  WebhookForwarder webhookForwarder(ServiceAddress address, MeterRegistry meters) {
    return new WebhookForwarder(address, meters);
  }

  @Bean
  PlatformWebhookController platformWebhookController(
      WebhookReader reader, KnownEvents events, WebhookForwarder forwarder, MeterRegistry meters) {
    return new PlatformWebhookController(reader, events, forwarder, meters);
  }
}
