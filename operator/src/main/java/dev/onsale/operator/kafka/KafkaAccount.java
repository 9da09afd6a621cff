package dev.onsale.operator.kafka;

import dev.onsale.operator.stores.Trust;
import org.jspecify.annotations.Nullable;

/**
 * Brokers and how the operator is known to them.
 *
 * @param bootstrapServers {@code host:port}, comma separated
 * @param protocol a Kafka {@code security.protocol}
 * @param mechanism a Kafka {@code sasl.mechanism}; null without SASL
 * @param login for SASL; null without
 * @param identity the operator's own certificate; null where brokers ask for none
 */
public record KafkaAccount(
    String bootstrapServers,
    String protocol,
    @Nullable String mechanism,
    Trust trust,
    @Nullable Login login,
    @Nullable Identity identity) {

  /** A SASL user. */
  public record Login(String username, String password) {
    @Override
    public String toString() {
      return "Login[" + username + "]";
    }
  }

  /** Certificate chain and PKCS#8 key in PEM. */
  public record Identity(String chain, String key) {
    @Override
    public String toString() {
      return "Identity";
    }
  }

  /** Whether the brokers keep users that the operator can make. */
  public boolean makesUsers() {
    return mechanism != null && mechanism.startsWith("SCRAM");
  }
}
