package dev.onsale.booking.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.worker.Leadership;
import dev.onsale.testbed.buyers.Answer;
import dev.onsale.testbed.stores.Stores;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Three processes with one role each sell one event. */
class RolesTest {
  private static Sale sale;
  private static RuntimeProcess queue;
  private static RuntimeProcess booking;
  private static RuntimeProcess worker;

  @BeforeAll
  static void open() throws Exception {
    Stores stores = Stores.shared();
    sale = Sale.on(stores.postgres(), stores.redis(), stores.kafka().bootstrapServers(), 20);
    worker = sale.start("worker", "worker");
    queue = sale.start("queue", "queue");
    booking = sale.start("booking", "booking");
  }

  @AfterAll
  static void close() {
    sale.close();
  }

  @Test
  void aTicketIsBoughtWhereEachRoleAnswersItsPaths() throws Exception {
    try (Guest guest = Guest.inside(queue)) {
      Answer order = guest.at(booking).order("A-1-1");
      Answer paid = guest.pay(order, "pm_ok");

      assertThat(paid.status()).as(paid.body().toString()).isEqualTo(200);
      assertThat(paid.text("state")).isEqualTo("CONFIRMED");
    }
  }

  @Test
  void aPathOfAnotherRoleIsNotFound() throws Exception {
    assertNotFound(booking, "/queue/status");
    assertNotFound(queue, "");
    assertNotFound(queue, "/seats/availability");
    for (String path : List.of("", "/queue/status", "/seats/availability")) {
      assertNotFound(worker, path);
    }
    assertThat(get(booking, "").statusCode()).isEqualTo(200);
    assertThat(get(queue, "/queue/status").statusCode()).isEqualTo(200);
    assertThat(get(booking, "/seats/availability").statusCode()).isEqualTo(200);
  }

  @Test
  void onlyTheWorkerCompetesForTheLease() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(worker.bean(Leadership.class).term()).isPresent());
    assertThat(queue.bean(Leadership.class).term()).isEmpty();
    assertThat(booking.bean(Leadership.class).term()).isEmpty();
  }

  @Test
  void everyProcessReportsAndReadsTheSpecAgain() throws Exception {
    sale.configure(Sale::nextGeneration);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(
                        sale.database(1)
                            .sql()
                            .sql(
                                "SELECT process FROM runtime_status WHERE config_generation = 2"
                                    + " ORDER BY process")
                            .query(String.class)
                            .list())
                    .containsExactly("booking", "queue", "worker"));
  }

  @Test
  void anUnknownRoleStopsTheProcessAtItsStart() {
    assertThatThrownBy(() -> sale.start("mistaken", "queue,clerk"))
        .rootCause()
        .hasMessageContaining("\"clerk\"")
        .hasMessageContaining("queue,booking,worker");
  }

  private static void assertNotFound(RuntimeProcess process, String path) throws Exception {
    HttpResponse<String> answer = get(process, path);
    assertThat(answer.statusCode()).as(path).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("role");
  }

  private static HttpResponse<String> get(RuntimeProcess process, String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(process.url() + path))
              .timeout(Duration.ofSeconds(10))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
