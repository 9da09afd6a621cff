package dev.onsale.operator.kafka;

/**
 * Brokers without authentication; SASL is reported as not supported before it gets here.
 *
 * @param bootstrapServers {@code host:port}, comma separated
 */
public record KafkaAccount(String bootstrapServers) {}
