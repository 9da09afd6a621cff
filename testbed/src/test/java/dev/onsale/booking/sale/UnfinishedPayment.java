package dev.onsale.booking.sale;

import dev.onsale.booking.database.Database;
import java.util.UUID;

/** A payment whose process died after the provider took the money. */
public final class UnfinishedPayment {

  private UnfinishedPayment() {}

  /**
   * Leaves one behind; the recovery of attempts left open would find it in an hour.
   *
   * @return its name at the provider
   */
  public static String of(Sale sale, UUID order) {
    String payment = order + ":1";
    Database database = sale.database(1);
    database
        .sql()
        .sql(
            """
            INSERT INTO payment_attempts (order_id, number, provider, method, amount, currency, state,
                                          idempotency_key, body_hash, changed_at)
            VALUES (:order, 1, 'Sandbox', 'pm_ok', :price, 'KRW', 'OPEN', 'a-key', 'a-hash',
                    now() + interval '1 hour')
            """)
        .param("order", order)
        .param("price", Sale.PRICE)
        .update();
    database
        .sql()
        .sql(
            "INSERT INTO sandbox_payments (key, method, amount, currency, state)"
                + " VALUES (:key, 'pm_ok', :price, 'KRW', 'CAPTURED')")
        .param("key", payment)
        .param("price", Sale.PRICE)
        .update();
    return payment;
  }
}
