package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.runtime.RuntimeLogins;
import dev.onsale.testbed.stores.EmbeddedPostgres;
import dev.onsale.testbed.stores.EmbeddedRedis;
import dev.onsale.testbed.stores.Login;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stores are exchanged, shared or mistaken. */
class StoreSwapTest {

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @AfterEach
  void removePlatform() {
    for (TicketEvent event :
        world.user.resources(TicketEvent.class).inNamespace(namespace).list().getItems()) {
      world.event(namespace, event.getMetadata().getName()).delete();
      world.awaitGone(namespace, event.getMetadata().getName());
    }
    world.deletePlatform("swapped");
  }

  @Test
  void anEmptyPostgresInTheOldOnesPlaceGetsNothingAndSellingStops() throws Exception {
    try (EmbeddedPostgres empty = EmbeddedPostgres.start()) {
      platform();
      TicketEvent event = provisioned("moved", "swapped");
      world.secret("swap-postgres", empty.operator());
      patchPlatform("postgres", "port", String.valueOf(empty.port()));

      world.awaitCondition(namespace, "moved", "DataProvisioned", "False", "DataMissing");
      await()
          .atMost(World.PATIENCE)
          .until(
              () ->
                  world
                          .user
                          .apps()
                          .deployments()
                          .inNamespace(namespace)
                          .withName("moved-runtime")
                          .require()
                          .getSpec()
                          .getReplicas()
                      == 0);
      assertThat(count(empty, "pg_roles WHERE rolname LIKE 'ev!_%' ESCAPE '!'")).isZero();
      assertThat(count(empty, "pg_namespace WHERE nspname LIKE 'ev!_%' ESCAPE '!'")).isZero();

      world.secret("swap-postgres", world.stores.postgres().operator());
      patchPlatform("postgres", "port", String.valueOf(world.stores.postgres().port()));
      world.awaitProvisioned(namespace, "moved");
      assertThat(event.getStatus().data().schema())
          .isEqualTo(world.awaitProvisioned(namespace, "moved").getStatus().data().schema());
    }
  }

  @Test
  void anEmptyRedisInTheOldOnesPlaceGetsTheUsersAndNoData() {
    try (EmbeddedRedis empty = EmbeddedRedis.start()) {
      platform();
      TicketEvent event = provisioned("emptied", "swapped");
      world.secret("swap-redis", empty.admin());
      patchPlatform("redis", "endpoints", "[\"" + empty.host() + ":" + empty.port() + "\"]");

      await()
          .atMost(World.PATIENCE)
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(keys(empty, event)).isZero());
    }
  }

  @Test
  void anAdministratorsPasswordThatIsNonsenseForAWhileChangesNothing() {
    platform();
    TicketEvent event = provisioned("patient", "swapped");
    RuntimeLogins before = world.logins(event);
    Login right = world.stores.postgres().operator();
    world.secret("swap-postgres", new Login(right.user(), "nonsense"));

    assertThat(world.awaitPlatform("swapped", "PostgresReachable", "False", "AuthenticationFailed"))
        .contains("spec.postgres.adminSecretRef");
    world.awaitCondition(namespace, "patient", "DataProvisioned", "Unknown", "PlatformNotReady");
    assertThat(world.logins(event)).isEqualTo(before);

    world.secret("swap-postgres", right);
    world.awaitProvisioned(namespace, "patient");
  }

  @Test
  void theDataOfAnotherClusterIsLeftAlone() throws Exception {
    TicketEvent event = provisioned("elsewhere", "main");
    String schema = world.identity(event).storeKey();
    world.superuser("UPDATE %s.onsale_marker SET cluster_id = 'another'".formatted(schema));

    world.awaitCondition(namespace, "elsewhere", "DataProvisioned", "False", "ForeignData");
    assertThat(world.superuser("SELECT cluster_id FROM %s.onsale_marker".formatted(schema)))
        .isEqualTo("another");

    world.superuser(
        "UPDATE %s.onsale_marker SET cluster_id = '%s'"
            .formatted(schema, world.identity(event).clusterId()));
    world.awaitProvisioned(namespace, "elsewhere");
  }

  @Test
  void eventsOfOneNameInTwoNamespacesShareNothing() {
    String other = world.newNamespace();
    TicketEvent here = provisioned("gala", "main");
    world.create(Manifests.event(other, "gala"));
    TicketEvent there = world.awaitProvisioned(other, "gala");

    assertThat(here.getStatus().data().schema()).isNotEqualTo(there.getStatus().data().schema());
    assertThat(world.logins(here).postgres()).isNotEqualTo(world.logins(there).postgres());
    assertThat(world.logins(here).redis()).isNotEqualTo(world.logins(there).redis());
  }

  private void platform() {
    world.secret("swap-postgres", world.stores.postgres().operator());
    world.secret("swap-redis", world.stores.redis().admin());
    world.createPlatform(
        Manifests.platformOf(
            "swapped",
            Manifests.plainPostgres(world).replace("postgres-admin", "swap-postgres"),
            Manifests.plainRedis(world).replace("redis-admin", "swap-redis"),
            Manifests.plainKafka(world)));
  }

  private void patchPlatform(String store, String field, String value) {
    world
        .user
        .resources(TicketPlatform.class)
        .withName("swapped")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"%s\":{\"%s\":%s}}}".formatted(store, field, value));
  }

  private TicketEvent provisioned(String name, String platform) {
    world.create(Manifests.event(namespace, name, platform, "Retain", "now"));
    return world.awaitProvisioned(namespace, name);
  }

  private static int count(EmbeddedPostgres postgres, String from) throws SQLException {
    try (Connection connection = postgres.connect(postgres.superuser());
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM " + from)) {
      row.next();
      return row.getInt(1);
    }
  }

  /** As the event's user, who may ask for the event's keys only. */
  private long keys(EmbeddedRedis server, TicketEvent event) {
    var login = world.logins(event).redis();
    RedisClient client =
        RedisClient.create(
            RedisURI.builder()
                .withHost(server.host())
                .withPort(server.port())
                .withAuthentication(login.username(), login.password().toCharArray())
                .build());
    try (var connection = client.connect()) {
      return connection.sync().exists("{" + world.identity(event).storeKey() + "}:epoch");
    } finally {
      client.shutdown();
    }
  }
}
