package dev.onsale.booking.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.sale.RuntimeProcess;
import dev.onsale.booking.sale.Sale;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.testbed.stores.EmbeddedRedis;
import dev.onsale.testbed.stores.Stores;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A master that another server replaces, and that lives on as its replica. */
class RedisFailoverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void whoHoldsMeanwhileIsToldToAskAgainAndHoldsAtTheNewMaster() throws Exception {
    try (EmbeddedRedis master = EmbeddedRedis.start();
        EmbeddedRedis replica = EmbeddedRedis.replicaOf(master);
        MovingAddress address = new MovingAddress(master.port());
        Sale sale =
            Sale.on(
                Stores.shared().postgres(),
                new RuntimeBoot.Redis("Standalone", List.of(address.endpoint()), null, "Disabled"),
                master.admin(),
                new RuntimeBoot.Kafka("127.0.0.1:1", "PLAINTEXT", null),
                10)) {
      RuntimeProcess process = sale.start("moved");
      SeatVisitor holder = SeatVisitor.inside(process.url());
      SeatVisitor other = SeatVisitor.inside(process.url());
      String hold = SeatVisitor.json(holder.hold("A-1-1")).path("id").asText();

      replica.replace(master);

      HttpResponse<String> refused = other.hold("A-1-3");
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
      assertThat(refused.body()).contains("store-unavailable", "nothing was done");
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();

      address.move(replica.port());

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(other.hold("A-1-3").statusCode()).isEqualTo(201));
      assertThat(holder.get("/holds/" + hold).statusCode()).isEqualTo(200);
      assertThat(other.hold("A-1-1").body()).contains("seats-unavailable");
    }
  }
}
