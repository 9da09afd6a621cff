package dev.onsale.booking.webhooks;

import org.jspecify.annotations.Nullable;

/** How one provider signs and words its webhooks. */
public interface WebhookReader {

  /** The last part of the path that the provider calls, in lower case. */
  String path();

  /** Name of the header that carries the signature. */
  String signatureHeader();

  /**
   * Reads a webhook that the provider signed just now.
   *
   * @param signature value of {@link #signatureHeader}
   * @throws WebhookRefusedException if it was not, or cannot be read
   */
  Webhook read(byte[] body, @Nullable String signature);
}
