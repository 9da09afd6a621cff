package dev.onsale.booking.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.outbox.OutboxLag;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeLogins;
import dev.onsale.testbed.buyers.Answer;
import dev.onsale.testbed.stores.EmbeddedKafka;
import dev.onsale.testbed.stores.EmbeddedPostgres;
import dev.onsale.testbed.stores.EmbeddedRedis;
import dev.onsale.testbed.stores.EmbeddedRedisCluster;
import dev.onsale.testbed.stores.EmbeddedSentinels;
import dev.onsale.testbed.stores.Login;
import dev.onsale.testbed.stores.Stores;
import dev.onsale.testbed.stores.TestAuthority;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** A sale where stores are several servers, or encrypted. */
class StoreTopologiesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final RuntimeBoot.Kafka NO_KAFKA =
      new RuntimeBoot.Kafka("127.0.0.1:1", "PLAINTEXT", null);

  private final EmbeddedPostgres postgres = Stores.shared().postgres();

  @Test
  void aSaleRunsOnACluster() throws Exception {
    try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start();
        Sale sale =
            Sale.on(
                postgres,
                new RuntimeBoot.Redis("Cluster", cluster.endpoints(), null, "Disabled"),
                cluster.admin(),
                NO_KAFKA,
                10);
        Guest guest = Guest.inside(sale.start("clustered"))) {
      buys(guest, "A-1-1");
    }
  }

  @Test
  void aNodeOfTheClusterThatComesBackEmptySellsNothingTwice() throws Exception {
    try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start();
        Sale sale =
            Sale.on(
                postgres,
                new RuntimeBoot.Redis("Cluster", cluster.endpoints(), null, "Disabled"),
                cluster.admin(),
                NO_KAFKA,
                10);
        Guest guest = Guest.inside(sale.start("bereaved"))) {
      buys(guest, "A-1-1");
      EmbeddedRedis holder = cluster.holding("{" + sale.boot().storeKey() + "}:epoch");
      holder.kill();
      holder.restart();

      guest.enter();
      assertThat(guest.hold("A-1-1").problem()).isEqualTo("seats-unavailable");
      buys(guest, "A-1-3");
    }
  }

  @Test
  void sentinelsPromoteTheReplicaAndTheSaleGoesOnWithoutSellingTwice() throws Exception {
    try (EmbeddedSentinels sentinels = EmbeddedSentinels.start();
        Sale sale =
            Sale.on(
                postgres,
                new RuntimeBoot.Redis(
                    "Sentinel", sentinels.endpoints(), EmbeddedSentinels.MASTER, "Disabled"),
                sentinels.master().admin(),
                NO_KAFKA,
                10);
        Guest guest = Guest.inside(sale.start("watched"))) {
      buys(guest, "A-1-1");

      sentinels.master().kill();

      guest.enter();
      assertThat(guest.hold("A-1-1").problem()).isEqualTo("seats-unavailable");
      buys(guest, "A-1-3");
    }
  }

  @Test
  void aSaleRunsWhereEveryStoreIsEncryptedAndProvesWhoItIs() throws Exception {
    try (TestAuthority authority = TestAuthority.create();
        EmbeddedPostgres database = EmbeddedPostgres.encrypted(authority.issue("postgres"));
        EmbeddedRedis redis = EmbeddedRedis.encrypted(authority, authority.issue("redis"));
        EmbeddedKafka kafka = EmbeddedKafka.encrypted(authority, authority.issue("kafka"));
        Sale sale =
            Sale.encrypted(
                database,
                new RuntimeBoot.Redis(
                    "Standalone", List.of(redis.host() + ":" + redis.port()), null, "Verified"),
                redis.admin(),
                new RuntimeBoot.Kafka(kafka.bootstrapServers(), "SASL_SSL", "SCRAM-SHA-512"),
                authority)) {
      Login admin = Objects.requireNonNull(kafka.admin());
      createTopics(kafka, admin);
      RuntimeLogins without = sale.logins();
      sale.login(
          new RuntimeLogins(
              without.generation(),
              without.postgres(),
              without.redis(),
              new RuntimeLogins.Login(admin.user(), admin.password())));
      RuntimeProcess process = sale.start("encrypted");
      try (Guest guest = Guest.inside(process)) {
        buys(guest, "A-1-1");
      }
      await().atMost(PATIENCE).until(() -> process.bean(OutboxLag.class).lag().rows() == 0);
    }
  }

  private static void buys(Guest guest, String seat) throws InterruptedException {
    Answer order = guest.order(seat);
    assertThat(order.status()).as(order.body().toString()).isEqualTo(201);
    assertThat(guest.pay(order, "pm_ok").status()).isEqualTo(200);
  }

  private static void createTopics(EmbeddedKafka kafka, Login admin) throws Exception {
    try (Admin client = Admin.create(kafka.client(admin))) {
      client
          .createTopics(
              List.of(
                  new NewTopic("payment-events", 1, (short) 1),
                  new NewTopic("reservation-events", 1, (short) 1)))
          .all()
          .get();
    }
  }
}
