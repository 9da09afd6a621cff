package dev.onsale.booking.outbox;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.database.Database;
import dev.onsale.runtime.RuntimeBoot;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OutboxBeans {

  @Bean
  Outbox outbox(Database database) {
    return new Outbox(database);
  }

  @Bean
  EventSink eventSink(RuntimeBoot boot, ConfigFolder folder) {
    URI source = URI.create("/v1/events/" + boot.namespace() + "/" + boot.name());
    return new KafkaEvents(source, settings(boot.kafka(), folder));
  }

  @Bean
  OutboxRelay outboxRelay(Outbox outbox, EventSink sink) {
    return new OutboxRelay(outbox, sink);
  }

  @Bean
  OutboxLag outboxLag(Outbox outbox, MeterRegistry meters) {
    return new OutboxLag(outbox, meters);
  }

  private static Map<String, Object> settings(RuntimeBoot.Kafka kafka, ConfigFolder folder) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, kafka.securityProtocol());
    String mechanism = kafka.saslMechanism();
    String username = kafka.username();
    if (mechanism != null && username != null) {
      settings.put(SaslConfigs.SASL_MECHANISM, mechanism);
      settings.put(
          SaslConfigs.SASL_JAAS_CONFIG,
          login(mechanism, username, folder.secret("kafka-password")));
    }
    return settings;
  }

  private static String login(String mechanism, String username, String password) {
    String module =
        mechanism.startsWith("SCRAM")
            ? "org.apache.kafka.common.security.scram.ScramLoginModule"
            : "org.apache.kafka.common.security.plain.PlainLoginModule";
    return "%s required username=\"%s\" password=\"%s\";"
        .formatted(module, quoted(username), quoted(password));
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
