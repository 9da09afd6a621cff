package dev.onsale.booking.seats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.booking.OnCluster;
import dev.onsale.booking.SaleInRedis;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The seats' tests once more, on a Redis Cluster of three nodes. */
@OnCluster
@Tag("slow")
class SeatsOnClusterTest {

  @Nested
  class Holding extends HoldsTest {}

  @Nested
  class Reserving extends ReservationsTest {}

  @Nested
  class AfterALoss extends HoldsAfterLossTest {}

  @Nested
  class Histories extends SeatHistoriesTest {}

  @Test
  void eventsAreSpreadOverTheNodes() {
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      try (SaleInRedis sale = SaleInRedis.opened(SaleInRedis.Terms.GENEROUS)) {
        ports.add(sale.server.port());
        assertThat(sale.availability.counts().free()).isEqualTo(57);
      }
    }
    assertThat(ports).hasSizeGreaterThan(1);
  }
}
