package dev.onsale.booking.payments;

import dev.onsale.booking.database.Address;
import dev.onsale.booking.database.Database;
import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.runtime.RuntimeLogins.Login;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;

/**
 * A provider that moves no money, for demos and rehearsals. It keeps its own books in {@code
 * sandbox_payments} over its own connection, and shares no transaction with the orders: to them it
 * is another company.
 */
public final class SandboxProvider implements PaymentProvider {
  private static final Map<String, PaymentState> METHODS =
      Map.of("pm_ok", PaymentState.AUTHORIZED, "pm_declined", PaymentState.DECLINED);

  private final Database books;

  /**
   * @param books a pool of the provider's own
   */
  public SandboxProvider(Database books) {
    this.books = books;
  }

  /** A pool of one connection, of its own. */
  public static Database books(Address address, Login login) {
    return Database.open("onsale-sandbox", address, login, 1, null);
  }

  @Override
  public String name() {
    return "Sandbox";
  }

  @Override
  public boolean supports(String method) {
    return METHODS.containsKey(method);
  }

  @Override
  public PaymentState authorize(String key, String method, long amount, String currency) {
    PaymentState decision = METHODS.get(method);
    if (decision == null) {
      throw new IllegalArgumentException("the sandbox has no payment method " + method);
    }
    return answer(
        "authorize",
        () -> {
          books
              .sql()
              .sql(
                  """
                  INSERT INTO sandbox_payments (key, method, amount, currency, state)
                  VALUES (:key, :method, :amount, :currency, :state) ON CONFLICT DO NOTHING
                  """)
              .param("key", key)
              .param("method", method)
              .param("amount", amount)
              .param("currency", currency)
              .param("state", decision.name())
              .update();
          return state(key).orElseThrow();
        });
  }

  @Override
  public PaymentState capture(String key) {
    return move(key, PaymentState.AUTHORIZED, PaymentState.CAPTURED);
  }

  @Override
  public PaymentState cancel(String key) {
    return answer(
        "cancel",
        () -> {
          books
              .sql()
              .sql(
                  """
                  INSERT INTO sandbox_payments AS held (key, method, amount, currency, state)
                  VALUES (:key, '', 0, '', 'VOIDED')
                  ON CONFLICT (key) DO UPDATE SET state = 'VOIDED', changed_at = now()
                  WHERE held.state = 'AUTHORIZED'
                  """)
              .param("key", key)
              .update();
          return state(key).orElseThrow();
        });
  }

  @Override
  public PaymentState refund(String key) {
    return move(key, PaymentState.CAPTURED, PaymentState.REFUNDED);
  }

  @Override
  public Optional<PaymentState> lookUp(String key) {
    return answer("look up", () -> state(key));
  }

  @Override
  public void close() {
    books.close();
  }

  private PaymentState move(String key, PaymentState from, PaymentState to) {
    return answer(
        to.name(),
        () -> {
          books
              .sql()
              .sql(
                  "UPDATE sandbox_payments SET state = :to, changed_at = now()"
                      + " WHERE key = :key AND state = :from")
              .param("key", key)
              .param("from", from.name())
              .param("to", to.name())
              .update();
          return state(key)
              .orElseThrow(() -> new IllegalArgumentException("no payment with key " + key));
        });
  }

  private Optional<PaymentState> state(String key) {
    return books
        .sql()
        .sql("SELECT state FROM sandbox_payments WHERE key = :key")
        .param("key", key)
        .query(String.class)
        .optional()
        .map(PaymentState::valueOf);
  }

  private <T> T answer(String what, Supplier<T> work) {
    try {
      return books.transaction(status -> work.get());
    } catch (StoreUnavailableException | DataAccessException failure) {
      throw new ProviderUnavailableException(what, failure);
    }
  }
}
