package dev.onsale.booking.webhooks;

import org.jspecify.annotations.Nullable;

/**
 * A provider's message that a payment changed: a hint to look it up there, never the truth itself.
 *
 * @param id the provider's, equal in every repetition; at most 255 characters
 * @param type as the provider calls it; at most 255 characters
 * @param concerned null where it names none of our payments
 */
public record Webhook(String id, String type, @Nullable Concerned concerned) {

  /**
   * The payment, as we named it to the provider when it was made.
   *
   * @param namespace of the event, a DNS label
   * @param event its name, a DNS label
   * @param payment order:attempt
   */
  public record Concerned(String namespace, String event, String payment) {}
}
