package dev.onsale.booking.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.sale.Sale;
import dev.onsale.testbed.stores.Stores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class InboxRetentionTest {

  @Test
  void whatIsDoneIsForgottenInTimeAndWhatWaitsIsMeasured() throws Exception {
    try (Sale sale = Sale.inPostgres(Stores.shared().postgres(), 1)) {
      Database database = sale.database(1);
      WebhookInbox inbox = new WebhookInbox(database);
      row(database, "processed-yesterday", "PROCESSED", 1);
      row(database, "processed-last-week", "PROCESSED", 8);
      row(database, "parked-last-week", "PARKED", 8);
      row(database, "parked-last-month", "PARKED", 31);
      row(database, "waits", "NEW", 40);
      SimpleMeterRegistry meters = new SimpleMeterRegistry();

      new InboxUpkeep(inbox, meters).run(1);

      assertThat(
              database
                  .sql()
                  .sql("SELECT provider_event FROM webhook_inbox ORDER BY id")
                  .query(String.class)
                  .list())
          .containsExactly("processed-yesterday", "parked-last-week", "waits");
      assertThat(meters.get("onsale.webhooks.waiting").gauge().value()).isEqualTo(1);
      assertThat(meters.get("onsale.webhooks.parked").gauge().value()).isEqualTo(2);
      assertThat(meters.get("onsale.webhooks.lag").gauge().value()).isGreaterThan(39 * 86_400);
    }
  }

  private static void row(Database database, String event, String state, int days) {
    database
        .sql()
        .sql(
            """
            INSERT INTO webhook_inbox (provider, provider_event, type, payment, state, received_at, done_at)
            VALUES ('sandbox', :event, 'type', 'order:1', :state, now() - make_interval(days => :days),
                    CASE WHEN :state = 'NEW' THEN NULL ELSE now() - make_interval(days => :days) END)
            """)
        .param("event", event)
        .param("state", state)
        .param("days", days)
        .update();
  }
}
