package dev.onsale.booking.sale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.testbed.buyers.Answer;
import dev.onsale.testbed.stores.EmbeddedPostgres;
import dev.onsale.testbed.stores.Stores;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may lag behind is read from the replica. */
class OrderHistoryTest {
  private static final String REPLICA = "127.0.0.2";
  private static final String NOBODY = "127.0.0.3";

  @Test
  void aBuyersOrdersAreReadFromTheReplicaAndWithoutItFromThePrimary() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(REPLICA)) {
      assertThat(connectionsThatReadOrders(postgres, REPLICA)).isPositive();
      assertThat(connectionsThatReadOrders(postgres, NOBODY)).isZero();
    }
  }

  /** The order is listed in any case. */
  private static int connectionsThatReadOrders(EmbeddedPostgres postgres, String replica)
      throws Exception {
    var redis = Stores.shared().redis();
    try (Sale sale =
            Sale.on(
                postgres,
                new RuntimeBoot.Redis(
                    "Standalone", List.of(redis.host() + ":" + redis.port()), null, "Disabled"),
                redis.admin(),
                new RuntimeBoot.Kafka("127.0.0.1:1", "PLAINTEXT", null),
                10);
        Guest guest = Guest.inside(sale.withReplica(replica).start("history"))) {
      assertThat(guest.order("A-1-1").status()).isEqualTo(201);
      Answer history = guest.get("/orders");
      assertThat(history.status()).isEqualTo(200);
      assertThat(history.body().path("orders")).hasSize(1);
      return connectionsOfTheReplica(postgres);
    }
  }

  private static int connectionsOfTheReplica(EmbeddedPostgres postgres) throws SQLException {
    try (Connection connection = postgres.connect(postgres.superuser());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'onsale-replica' AND query LIKE '%order%'")) {
      row.next();
      return row.getInt(1);
    }
  }
}
