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
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A sale where stores are several servers, or encrypted. */
@Tag("slow")
class StoreTopologiesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> TOPICS = List.of("payment-events", "reservation-events");
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
      createTopics(kafka.client(admin));
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

  @Test
  void whatIsSoldIsToldWhereKafkaAsksForACertificate() throws Exception {
    EmbeddedRedis redis = Stores.shared().redis();
    try (TestAuthority authority = TestAuthority.create()) {
      TestAuthority.Issued operator = authority.issue("operator");
      try (EmbeddedKafka kafka =
              EmbeddedKafka.mutual(authority, authority.issue("kafka"), operator);
          Sale sale =
              Sale.on(
                  postgres,
                  new RuntimeBoot.Redis(
                      "Standalone", List.of(redis.host() + ":" + redis.port()), null, "Disabled"),
                  redis.admin(),
                  new RuntimeBoot.Kafka(kafka.bootstrapServers(), "SSL", null),
                  10)) {
        createTopics(kafka.client(operator));
        TestAuthority.Issued event = authority.issue("event");
        mayAppend(kafka.client(operator), "CN=event");
        sale.secret("kafka-ca.crt", authority.pem());
        sale.secret("kafka-tls.crt", Files.readString(event.certificate()));
        sale.secret("kafka-tls.key", Files.readString(event.key()));
        RuntimeProcess process = sale.start("shown");
        try (Guest guest = Guest.inside(process)) {
          buys(guest, "A-1-1");
        }
        await().atMost(PATIENCE).until(() -> told(kafka.client(operator)) > 0);
        await().atMost(PATIENCE).until(() -> process.bean(OutboxLag.class).lag().rows() == 0);
      }
    }
  }

  @Test
  void whatIsSoldIsToldToAnEmptyKafkaInTheOldOnesPlace() throws Exception {
    EmbeddedRedis redis = Stores.shared().redis();
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        Sale sale = Sale.on(postgres, redis, kafka.bootstrapServers(), 10)) {
      Map<String, Object> client = kafka.client((Login) null);
      createTopics(client);
      RuntimeProcess process = sale.start("exchanged");
      try (Guest guest = Guest.inside(process)) {
        buys(guest, "A-1-1");
        await().atMost(PATIENCE).until(() -> told(client) > 0);

        kafka.exchange();
        buys(guest, "A-1-3");
        createTopics(client);

        await().atMost(PATIENCE).until(() -> told(client) > 0);
        await().atMost(PATIENCE).until(() -> process.bean(OutboxLag.class).lag().rows() == 0);
      }
    }
  }

  /** Records in the topics. */
  private static long told(Map<String, Object> client) throws Exception {
    try (Admin admin = Admin.create(client)) {
      long records = 0;
      for (String topic : TOPICS) {
        records +=
            admin
                .listOffsets(Map.of(new TopicPartition(topic, 0), OffsetSpec.latest()))
                .all()
                .get()
                .get(new TopicPartition(topic, 0))
                .offset();
      }
      return records;
    }
  }

  private static void mayAppend(Map<String, Object> client, String user) throws Exception {
    try (Admin admin = Admin.create(client)) {
      admin
          .createAcls(
              TOPICS.stream()
                  .map(
                      topic ->
                          new AclBinding(
                              new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                              new AccessControlEntry(
                                  "User:" + user,
                                  "*",
                                  AclOperation.WRITE,
                                  AclPermissionType.ALLOW)))
                  .toList())
          .all()
          .get();
    }
  }

  private static void buys(Guest guest, String seat) throws InterruptedException {
    Answer order = guest.order(seat);
    assertThat(order.status()).as(order.body().toString()).isEqualTo(201);
    assertThat(guest.pay(order, "pm_ok").status()).isEqualTo(200);
  }

  private static void createTopics(Map<String, Object> settings) throws Exception {
    try (Admin client = Admin.create(settings)) {
      client
          .createTopics(TOPICS.stream().map(name -> new NewTopic(name, 1, (short) 1)).toList())
          .all()
          .get();
    }
  }
}
