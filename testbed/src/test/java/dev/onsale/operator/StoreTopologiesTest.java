package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.testbed.stores.EmbeddedKafka;
import dev.onsale.testbed.stores.EmbeddedPostgres;
import dev.onsale.testbed.stores.EmbeddedRedis;
import dev.onsale.testbed.stores.EmbeddedRedisCluster;
import dev.onsale.testbed.stores.EmbeddedSentinels;
import dev.onsale.testbed.stores.Login;
import dev.onsale.testbed.stores.TestAuthority;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stores of several servers, and stores that prove who they are. */
class StoreTopologiesTest {

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  /** The stores of a test end with it, so its platform may not stay. */
  @AfterEach
  void removePlatforms() {
    for (TicketEvent event :
        world.user.resources(TicketEvent.class).inNamespace(namespace).list().getItems()) {
      world.event(namespace, event.getMetadata().getName()).delete();
      world.awaitGone(namespace, event.getMetadata().getName());
    }
    var platforms = world.user.resources(TicketPlatform.class);
    platforms.list().getItems().stream()
        .map(platform -> platform.getMetadata().getName())
        .filter(name -> !name.equals("main") && name.startsWith("stores-"))
        .forEach(name -> platforms.withName(name).delete());
  }

  @Test
  void everyServerThatSentinelsWatchGetsTheUsers() {
    try (EmbeddedSentinels sentinels = EmbeddedSentinels.start()) {
      world.secret("sentinel-admin", sentinels.master().admin());
      world.createPlatform(
          Manifests.platformOf(
              "stores-sentinel",
              Manifests.plainPostgres(world),
              "{mode: Sentinel, endpoints: %s, sentinel: {masterName: %s}, adminSecretRef: {name: sentinel-admin}}"
                  .formatted(quoted(sentinels.endpoints()), EmbeddedSentinels.MASTER),
              Manifests.plainKafka(world)));
      TicketEvent event = provisioned("watched", "stores-sentinel");

      assertThat(ping(sentinels.master(), event)).isEqualTo("PONG");
      assertThat(ping(sentinels.replica(), event)).isEqualTo("PONG");
    }
  }

  @Test
  void everyNodeOfAClusterGetsTheUsers() {
    try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start()) {
      world.secret("cluster-admin", cluster.admin());
      world.createPlatform(
          Manifests.platformOf(
              "stores-cluster",
              Manifests.plainPostgres(world),
              "{mode: Cluster, endpoints: %s, adminSecretRef: {name: cluster-admin}}"
                  .formatted(quoted(cluster.endpoints())),
              Manifests.plainKafka(world)));
      TicketEvent event = provisioned("clustered", "stores-cluster");

      for (EmbeddedRedis node : cluster.nodes()) {
        assertThat(ping(node, event)).isEqualTo("PONG");
      }
    }
  }

  @Test
  void aRedisWithoutAFileForItsUsersIsNamed() {
    try (EmbeddedRedis redis = EmbeddedRedis.forgetful()) {
      world.secret("forgetful-admin", redis.admin());
      world.createPlatform(
          Manifests.platformOf(
              "stores-forgetful",
              Manifests.plainPostgres(world),
              "{endpoints: [\"%s:%d\"], adminSecretRef: {name: forgetful-admin}}"
                  .formatted(redis.host(), redis.port()),
              Manifests.plainKafka(world)));
      TicketEvent event = provisioned("forgotten", "stores-forgetful");
      world.awaitCondition(namespace, "forgotten", "AclNotPersistent", "True", "NoAclFile");

      redis.kill();
      redis.restart();

      await()
          .atMost(World.PATIENCE)
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(ping(redis, event)).isEqualTo("PONG"));
    }
  }

  @Test
  void encryptedStoresAreProvisionedAndPodsGetTheAuthority() throws Exception {
    try (TestAuthority authority = TestAuthority.create();
        EmbeddedPostgres postgres = EmbeddedPostgres.encrypted(authority.issue("postgres"));
        EmbeddedRedis redis = EmbeddedRedis.encrypted(authority, authority.issue("redis"));
        EmbeddedKafka kafka = EmbeddedKafka.encrypted(authority, authority.issue("kafka"))) {
      world.authority("stores-ca", authority.pem());
      world.secret("tls-postgres", postgres.operator());
      world.secret("tls-redis", redis.admin());
      world.secret("tls-kafka", Objects.requireNonNull(kafka.admin()));
      world.createPlatform(
          Manifests.platformOf(
              "stores-encrypted",
              "{host: %s, port: %d, database: onsale, tls: {mode: Verified, caSecretRef: {name: stores-ca}}, adminSecretRef: {name: tls-postgres}}"
                  .formatted(postgres.host(), postgres.port()),
              "{endpoints: [\"%s:%d\"], tls: {mode: Verified, caSecretRef: {name: stores-ca}}, adminSecretRef: {name: tls-redis}}"
                  .formatted(redis.host(), redis.port()),
              "{bootstrapServers: \"%s\", security: {protocol: SaslSsl, mechanism: ScramSha512, caSecretRef: {name: stores-ca}}, adminSecretRef: {name: tls-kafka}, topics: {partitions: 1, replication: 1, minInSync: 1}}"
                  .formatted(kafka.bootstrapServers())));
      TicketEvent event = provisioned("encrypted", "stores-encrypted");

      var files =
          world.user.secrets().inNamespace(namespace).withName("encrypted-runtime").get().getData();
      assertThat(files).containsKeys("postgres-ca.crt", "redis-ca.crt", "kafka-ca.crt");
      assertThat(
              world
                  .user
                  .secrets()
                  .inNamespace(namespace)
                  .withName("encrypted-owner")
                  .get()
                  .getData())
          .containsKeys("postgres-password", "postgres-ca.crt");
      mayAppendAndNothingElse(kafka, event);
    }
  }

  @Test
  void aServerOfAnotherAuthorityIsNotTrusted() {
    try (TestAuthority authority = TestAuthority.create();
        TestAuthority another = TestAuthority.create();
        EmbeddedPostgres postgres = EmbeddedPostgres.encrypted(authority.issue("postgres"));
        EmbeddedRedis redis =
            EmbeddedRedis.encrypted(authority, authority.issueForElsewhere("redis"))) {
      world.authority("another-ca", another.pem());
      world.authority("right-ca", authority.pem());
      world.secret("untrusted-postgres", postgres.operator());
      world.secret("untrusted-redis", redis.admin());
      world.createPlatform(
          Manifests.platformOf(
              "stores-untrusted",
              "{host: %s, port: %d, database: onsale, tls: {mode: Verified, caSecretRef: {name: another-ca}}, adminSecretRef: {name: untrusted-postgres}}"
                  .formatted(postgres.host(), postgres.port()),
              "{endpoints: [\"%s:%d\"], tls: {mode: Verified, caSecretRef: {name: right-ca}}, adminSecretRef: {name: untrusted-redis}}"
                  .formatted(redis.host(), redis.port()),
              Manifests.plainKafka(world)));

      assertThat(world.awaitPlatform("stores-untrusted", "PostgresReachable", "False", "Untrusted"))
          .contains("spec.postgres.tls.caSecretRef");
      assertThat(world.awaitPlatform("stores-untrusted", "RedisReachable", "False", "Untrusted"))
          .contains("spec.redis.tls.caSecretRef");
    }
  }

  private void mayAppendAndNothingElse(EmbeddedKafka kafka, TicketEvent event) throws Exception {
    var told = Objects.requireNonNull(world.logins(event).kafka());
    Map<String, Object> client = kafka.client(new Login(told.username(), told.password()));
    try (var producer =
        new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("payment-events", "order", "paid")).get();
      assertThatThrownBy(
              () -> producer.send(new ProducerRecord<>("elsewhere", "order", "paid")).get())
          .isInstanceOf(ExecutionException.class);
    }
    try (Admin admin = Admin.create(client)) {
      assertThatThrownBy(
              () -> admin.createTopics(List.of(new NewTopic("mine", 1, (short) 1))).all().get())
          .hasCauseInstanceOf(AuthorizationException.class);
    }
  }

  private TicketEvent provisioned(String name, String platform) {
    // Retain, for it ends although the stores of a test have ended by then.
    world.create(Manifests.event(namespace, name, platform, "Retain", "1h"));
    return world.awaitProvisioned(namespace, name);
  }

  private String ping(EmbeddedRedis server, TicketEvent event) {
    var login = world.logins(event).redis();
    RedisClient client =
        RedisClient.create(
            RedisURI.builder()
                .withHost(server.host())
                .withPort(server.port())
                .withAuthentication(login.username(), login.password().toCharArray())
                .build());
    try (var connection = client.connect()) {
      return connection.sync().ping();
    } finally {
      client.shutdown();
    }
  }

  private static String quoted(List<String> endpoints) {
    return "[\"" + String.join("\", \"", endpoints) + "\"]";
  }
}
