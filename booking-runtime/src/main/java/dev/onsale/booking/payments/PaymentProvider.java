package dev.onsale.booking.payments;

import java.util.Optional;

/**
 * Whoever moves the money. A payment is named by our key (order:attempt); repeating a call with the
 * same key has no further effect. Each call answers the payment's state afterwards, which may not
 * be the one that was asked for.
 *
 * <p>Every call throws {@link ProviderUnavailableException} when the provider did not answer; what
 * it did is then unknown and found out by {@link #lookUp}.
 */
public interface PaymentProvider extends AutoCloseable {

  /** As the platform names it. */
  String name();

  /** Whether this version can pay by {@code method}. */
  boolean supports(String method);

  /**
   * Sets the amount aside.
   *
   * @param amount in minor units of {@code currency}
   */
  PaymentState authorize(String key, String method, long amount, String currency);

  /** Takes an authorized amount. */
  PaymentState capture(String key);

  /**
   * Gives up an authorization. A key the provider has never seen is void from then on, so that a
   * late {@link #authorize} comes to nothing.
   */
  PaymentState cancel(String key);

  /** Returns a captured amount. */
  PaymentState refund(String key);

  /** The payment's state, or nothing if the provider has never seen the key. */
  Optional<PaymentState> lookUp(String key);

  /** Lets go of connections. */
  @Override
  void close();

  /** A payment in the provider's books. */
  enum PaymentState {
    AUTHORIZED,
    CAPTURED,
    DECLINED,
    VOIDED,
    REFUNDED
  }
}
