package dev.onsale.booking.payments;

import java.time.Duration;
import java.util.UUID;

/**
 * One try to pay an order.
 *
 * @param number from 1 within its order
 * @param amount in minor units of {@code currency}
 * @param idempotencyKey of the request that made it
 * @param bodyHash of that request
 * @param age since it was opened, by PostgreSQL's clock
 */
public record Attempt(
    UUID orderId,
    int number,
    String method,
    long amount,
    String currency,
    AttemptState state,
    String idempotencyKey,
    String bodyHash,
    Duration age) {

  /** The payment's name at the provider. */
  public String key() {
    return orderId + ":" + number;
  }
}
