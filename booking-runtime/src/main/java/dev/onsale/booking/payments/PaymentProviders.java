package dev.onsale.booking.payments;

import dev.onsale.booking.database.Database;
import dev.onsale.runtime.RuntimeBoot;
import java.time.Duration;
import java.util.function.Supplier;

/** The provider that a platform names, patient. */
public final class PaymentProviders {
  private static final Duration CALL_LIMIT = Duration.ofSeconds(3);

  private PaymentProviders() {}

  /**
   * Opens it without waiting for it.
   *
   * @param books where the Sandbox keeps its books; asked for only if it is the Sandbox
   * @throws IllegalStateException if this version does not know the provider
   */
  public static PaymentProvider of(RuntimeBoot boot, Supplier<Database> books) {
    if (!boot.paymentProvider().equals("Sandbox")) {
      throw new IllegalStateException(
          "boot.json: paymentProvider is "
              + boot.paymentProvider()
              + "; this version has Sandbox only");
    }
    return new PatientProvider(new SandboxProvider(books.get()), CALL_LIMIT);
  }
}
