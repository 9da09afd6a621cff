package dev.onsale.booking.outbox;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeLogins.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;

/**
 * Where Kafka is and how far it is trusted. Certificates are read when a producer is made, so that
 * a renewed one counts from the next.
 */
public record KafkaPlace(RuntimeBoot.Kafka kafka, ConfigFolder folder) {

  /**
   * A client's settings.
   *
   * @param login for SASL; null without
   */
  Map<String, Object> settings(@Nullable Login login) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, kafka.securityProtocol());
    String mechanism = kafka.saslMechanism();
    if (mechanism != null && login != null) {
      settings.put(SaslConfigs.SASL_MECHANISM, mechanism);
      settings.put(SaslConfigs.SASL_JAAS_CONFIG, jaas(mechanism, login));
    }
    put(settings, SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, "kafka-ca.crt")
        .ifPresent(is -> settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM"));
    put(settings, SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, "kafka-tls.crt")
        .ifPresent(is -> settings.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM"));
    put(settings, SslConfigs.SSL_KEYSTORE_KEY_CONFIG, "kafka-tls.key");
    return settings;
  }

  private Optional<Path> put(Map<String, Object> settings, String name, String file) {
    Optional<Path> found = folder.certificates(file);
    found.ifPresent(path -> settings.put(name, text(path)));
    return found;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static String jaas(String mechanism, Login login) {
    String module =
        mechanism.startsWith("SCRAM")
            ? "org.apache.kafka.common.security.scram.ScramLoginModule"
            : "org.apache.kafka.common.security.plain.PlainLoginModule";
    return "%s required username=\"%s\" password=\"%s\";"
        .formatted(module, quoted(login.username()), quoted(login.password()));
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
