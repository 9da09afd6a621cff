package dev.onsale.booking.webhooks;

/** A request that is no webhook of the provider's; the message says why and what to look at. */
public final class WebhookRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WebhookRefusedException(String reason) {
    super(reason, null, false, false);
  }
}
