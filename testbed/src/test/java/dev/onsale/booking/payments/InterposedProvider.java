package dev.onsale.booking.payments;

import java.util.Optional;
import java.util.function.Supplier;

/** A provider between whose receiving a call and our receiving its answer something happens. */
record InterposedProvider(PaymentProvider provider, Runnable before, Runnable after)
    implements PaymentProvider {

  private <T> T call(Supplier<T> call) {
    before.run();
    T answer = call.get();
    after.run();
    return answer;
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
    return call(() -> provider.authorize(key, method, amount, currency));
  }

  @Override
  public PaymentState capture(String key) {
    return call(() -> provider.capture(key));
  }

  @Override
  public PaymentState cancel(String key) {
    return call(() -> provider.cancel(key));
  }

  @Override
  public PaymentState refund(String key) {
    return call(() -> provider.refund(key));
  }

  @Override
  public Optional<PaymentState> lookUp(String key) {
    return call(() -> provider.lookUp(key));
  }

  @Override
  public void close() {}
}
