package dev.onsale.booking.payments;

import java.util.Optional;

/** A provider that does not answer for one payment. */
record AwayFor(PaymentProvider provider, String payment) implements PaymentProvider {

  private String asked(String key) {
    if (key.equals(payment)) {
      throw new ProviderUnavailableException("asked for " + key, new Error());
    }
    return key;
  }

  @Override
  public String name() {
    return provider.name();
  }

  @Override
  public boolean supports(String method) {
    return provider.supports(method);
  }

  @Override
  public PaymentState authorize(String key, String method, long amount, String currency) {
    return provider.authorize(asked(key), method, amount, currency);
  }

  @Override
  public PaymentState capture(String key) {
    return provider.capture(asked(key));
  }

  @Override
  public PaymentState cancel(String key) {
    return provider.cancel(asked(key));
  }

  @Override
  public PaymentState refund(String key) {
    return provider.refund(asked(key));
  }

  @Override
  public Optional<PaymentState> lookUp(String key) {
    return provider.lookUp(asked(key));
  }

  @Override
  public void close() {}
}
