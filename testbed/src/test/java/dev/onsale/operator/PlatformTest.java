package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.testbed.stores.EmbeddedRedis;
import dev.onsale.testbed.stores.Login;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class PlatformTest {

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @Test
  void aPlatformThatAnswersIsReadyAndHasItsTopics() throws Exception {
    awaitPlatform("main", "Ready", "True", "Ready");
    var properties = new Properties();
    properties.put("bootstrap.servers", world.stores.kafka().bootstrapServers());
    try (Admin admin = Admin.create(properties)) {
      assertThat(admin.listTopics().names().get())
          .contains("payment-events", "reservation-events", "transfer-events", "membership-events");
    }
  }

  @Test
  void anUnreachableRedisIsNamedAndRecovers() {
    create("redisless", "postgres-admin", "127.0.0.1:1");
    Condition condition = awaitPlatform("redisless", "RedisReachable", "False", "Unreachable");
    assertThat(condition.getMessage()).contains("127.0.0.1:1", "spec.redis.endpoints");
    world.create(Manifests.event(namespace, "blocked", "redisless", "Retain", "later"));
    TicketEvent event =
        world.awaitCondition(
            namespace, "blocked", "DataProvisioned", "Unknown", "PlatformNotReady");
    assertThat(World.message(event, "DataProvisioned")).contains("spec.redis.endpoints");

    String good = world.stores.redis().host() + ":" + world.stores.redis().port();
    patch("redisless", "{\"spec\":{\"redis\":{\"endpoints\":[\"%s\"]}}}".formatted(good));

    awaitPlatform("redisless", "Ready", "True", "Ready");
    world.awaitProvisioned(namespace, "blocked");
  }

  @Test
  void aRedisThatMayEvictIsRefusedUntilItKeepsEverything() {
    try (EmbeddedRedis careless = EmbeddedRedis.start()) {
      setPolicy(careless, "allkeys-lru");
      world.secret("careless-admin", careless.admin());
      create("careless", "postgres-admin", careless.host() + ":" + careless.port());
      patch(
          "careless", "{\"spec\":{\"redis\":{\"adminSecretRef\":{\"name\":\"careless-admin\"}}}}");
      assertThat(awaitPlatform("careless", "RedisReachable", "False", "MayEvict").getMessage())
          .contains("allkeys-lru", "noeviction");

      setPolicy(careless, "noeviction");

      awaitPlatform("careless", "Ready", "True", "Ready");
    }
  }

  private static void setPolicy(EmbeddedRedis redis, String policy) {
    RedisClient client = RedisClient.create(redis.uri());
    try (var connection = client.connect()) {
      connection.sync().configSet("maxmemory-policy", policy);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  @Test
  void wrongCredentialsAreNamedAndRecover() {
    world.secret("wrong-admin", new Login("onsale_operator", "wrong"));
    create(
        "mistyped", "wrong-admin", world.stores.redis().host() + ":" + world.stores.redis().port());
    Condition condition =
        awaitPlatform("mistyped", "PostgresReachable", "False", "AuthenticationFailed");
    assertThat(condition.getMessage()).contains("onsale_operator", "spec.postgres.adminSecretRef");

    world.secret("wrong-admin", world.stores.postgres().operator());

    awaitPlatform("mistyped", "Ready", "True", "Ready");
  }

  @Test
  void aMissingSecretIsNamed() {
    create("secretless", "nobody-made-this", "127.0.0.1:1");
    assertThat(
            awaitPlatform("secretless", "PostgresReachable", "False", "AdminSecretMissing")
                .getMessage())
        .contains("nobody-made-this", "username and password");
  }

  @Test
  void postgresThatGoesAwayIsSeenAndSoIsItsReturn() {
    world.create(Manifests.event(namespace, "patient"));
    world.awaitProvisioned(namespace, "patient");
    world.stores.postgres().stop();
    try {
      awaitPlatform("main", "PostgresReachable", "False", "Unreachable");
      world.awaitEvent(
          namespace,
          "patient",
          e ->
              World.condition(e, "DataProvisioned")
                  .filter(c -> c.getStatus().equals("Unknown"))
                  .isPresent());
    } finally {
      world.stores.postgres().restart();
    }
    awaitPlatform("main", "Ready", "True", "Ready");
    world.awaitProvisioned(namespace, "patient");
  }

  @Test
  void whatIsNotDoneYetIsSaid() {
    create("plain", "postgres-admin", "127.0.0.1:1");
    patch(
        "plain",
        "{\"spec\":{\"kafka\":{\"security\":{\"protocol\":\"SaslPlaintext\",\"mechanism\":\"Plain\"},\"adminSecretRef\":{\"name\":\"any\"}}}}");
    assertThat(awaitPlatform("plain", "Ready", "False", "NotSupported").getMessage())
        .contains("spec.kafka.security.mechanism", "ScramSha512");
  }

  @Test
  void aPlatformStaysWhileEventsNameIt() {
    create(
        "needed",
        "postgres-admin",
        world.stores.redis().host() + ":" + world.stores.redis().port());
    awaitPlatform("needed", "Ready", "True", "Ready");
    world.create(Manifests.event(namespace, "tenant", "needed", "Delete", "later"));
    world.awaitProvisioned(namespace, "tenant");

    world.user.resources(TicketPlatform.class).withName("needed").delete();
    awaitPlatform("needed", "DeletionBlocked", "True", "StillReferenced");

    world.event(namespace, "tenant").delete();
    await()
        .atMost(World.PATIENCE)
        .until(() -> world.user.resources(TicketPlatform.class).withName("needed").get() == null);
  }

  private void create(String name, String postgresSecret, String redis) {
    world
        .user
        .resource(World.generic(Manifests.platform(world, name, postgresSecret, redis)))
        .create();
  }

  private void patch(String name, String json) {
    world
        .user
        .resources(TicketPlatform.class)
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  private Condition awaitPlatform(String name, String type, String status, String reason) {
    return await()
        .atMost(World.PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              TicketPlatform platform =
                  world.user.resources(TicketPlatform.class).withName(name).get();
              return platform == null || platform.getStatus() == null
                  ? java.util.Optional.<Condition>empty()
                  : platform.getStatus().conditions().stream()
                      .filter(c -> type.equals(c.getType()))
                      .filter(c -> status.equals(c.getStatus()) && reason.equals(c.getReason()))
                      .findFirst();
            },
            java.util.Optional::isPresent)
        .orElseThrow();
  }
}
