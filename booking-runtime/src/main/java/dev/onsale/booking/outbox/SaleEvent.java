package dev.onsale.booking.outbox;

import java.util.Map;
import java.util.UUID;

/**
 * Something that happened to an order, for others to know. Carries no e-mail address and no token.
 *
 * @param topic one of the platform's topics
 * @param orderId key of the Kafka record: events of one order stay in order
 * @param type CloudEvents type, such as {@code dev.onsale.order.confirmed.v1}
 * @param data the event's JSON object
 */
public record SaleEvent(String topic, UUID orderId, String type, Map<String, Object> data) {
  /** Orders and their seats. */
  public static final String RESERVATIONS = "reservation-events";

  /** Money. */
  public static final String PAYMENTS = "payment-events";
}
