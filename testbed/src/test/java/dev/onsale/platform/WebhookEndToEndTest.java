package dev.onsale.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.sale.Guest;
import dev.onsale.booking.sale.RuntimeProcess;
import dev.onsale.booking.sale.Sale;
import dev.onsale.booking.sale.SignedWebhook;
import dev.onsale.booking.sale.UnfinishedPayment;
import dev.onsale.testbed.buyers.Answer;
import dev.onsale.testbed.stores.Stores;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From the provider through the platform's process to the event's, and on to the order. */
class WebhookEndToEndTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void aWebhookThatThePlatformTakesConfirmsTheOrder() throws Exception {
    Stores stores = Stores.shared();
    try (Sale sale =
            Sale.on(stores.postgres(), stores.redis(), stores.kafka().bootstrapServers(), 4);
        PlatformProcess platform = new PlatformProcess(Sale.WEBHOOK_SECRET);
        HttpClient http = HttpClient.newHttpClient()) {
      RuntimeProcess queue = sale.start("queue", "queue");
      RuntimeProcess booking = sale.start("booking", "booking");
      sale.start("worker", "worker");
      platform.know(Map.of("concerts/aurora", List.of("aurora-booking")));
      platform.resolve("aurora-booking", "concerts", URI.create(booking.url()).resolve("/"));
      try (Guest guest = Guest.inside(queue).at(booking)) {
        Answer order = guest.order("A-1-1");
        String payment = UnfinishedPayment.of(sale, UUID.fromString(order.text("id")));

        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    SignedWebhook.of("evt_1", "concerts", "aurora", payment)
                        .send(http, platform.url())
                        .body()
                        .equals("{\"outcome\":\"kept\"}"));

        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> assertThat(guest.read(order).path("state").asText()).isEqualTo("CONFIRMED"));
      }
    }
  }
}
