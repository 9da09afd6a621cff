package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.schedule.Phase;
import dev.onsale.testbed.Steadily;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataSafetyTest {

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @Test
  void aSchemaThatDisappearsIsNotReplacedByAnEmptyOne() throws Exception {
    TicketEvent event = provisioned("lost");
    String schema = world.identity(event).storeKey();

    world.superuser("ALTER SCHEMA %s RENAME TO %s_elsewhere".formatted(schema, schema));

    TicketEvent failed =
        world.awaitCondition(namespace, "lost", "DataProvisioned", "False", "DataMissing");
    assertThat(failed.getStatus().phase()).isEqualTo(Phase.Failed);
    assertThat(World.message(failed, "DataProvisioned")).contains(schema, "restore it");
    assertThat(count("pg_namespace", "nspname = '" + schema + "'")).isEqualTo("0");
    await()
        .atMost(World.PATIENCE)
        .until(
            () ->
                world
                        .user
                        .apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName("lost-runtime")
                        .require()
                        .getSpec()
                        .getReplicas()
                    == 0);

    world.superuser("ALTER SCHEMA %s_elsewhere RENAME TO %s".formatted(schema, schema));
    world.awaitProvisioned(namespace, "lost");
  }

  @Test
  void aLostRootSecretIsNeverReplacedByANewOne() {
    provisioned("rooted");
    var root = world.user.secrets().inNamespace(World.OPERATOR_NAMESPACE).withName("onsale-root");
    var backup = root.require();
    root.delete();
    try {
      TicketEvent failed =
          world.awaitCondition(namespace, "rooted", "DataProvisioned", "False", "RootSecretLost");
      assertThat(failed.getStatus().phase()).isEqualTo(Phase.Failed);
      assertThat(root.get()).isNull();
    } finally {
      backup.getMetadata().setResourceVersion(null);
      backup.getMetadata().setUid(null);
      world.user.resource(backup).create();
    }
    world.awaitProvisioned(namespace, "rooted");
  }

  @Test
  void aRootSecretThatWasReplacedIsNotUsed() {
    TicketEvent event = provisioned("replanted");
    var before = world.logins(event);
    var root = world.user.secrets().inNamespace(World.OPERATOR_NAMESPACE).withName("onsale-root");
    var backup = root.require();
    root.delete();
    try {
      world
          .user
          .resource(
              new SecretBuilder(backup)
                  .editMetadata()
                  .withResourceVersion(null)
                  .withUid(null)
                  .endMetadata()
                  .withData(Map.of("root", "QW5vdGhlciByb290LCB3aGljaCBub2JvZHkgZXZlciBzYXcu"))
                  .build())
          .create();
      world.awaitEvent(
          namespace,
          "replanted",
          now ->
              World.message(now, "DataProvisioned")
                  .contains("is not the one that passwords and ticket keys were derived from"));
      assertThat(world.logins(event)).isEqualTo(before);
    } finally {
      root.delete();
      backup.getMetadata().setResourceVersion(null);
      backup.getMetadata().setUid(null);
      world.user.resource(backup).create();
    }
    world.awaitProvisioned(namespace, "replanted");
  }

  @Test
  void whatStandsIsNotWrittenAgain() throws Exception {
    TicketEvent event = provisioned("still");
    String version =
        "SELECT xmin::text FROM %s.onsale_marker".formatted(world.identity(event).storeKey());
    String first = world.superuser(version);
    Steadily.holds(
        Duration.ofSeconds(4), () -> assertThat(world.superuser(version)).isEqualTo(first));
  }

  @Test
  void aSchemaOfAnotherEventIsLeftAlone() throws Exception {
    TicketEvent event = provisioned("mine");
    String schema = world.identity(event).storeKey();

    world.superuser("UPDATE %s.onsale_marker SET event_uid = 'another'".formatted(schema));

    TicketEvent failed =
        world.awaitCondition(namespace, "mine", "DataProvisioned", "False", "ForeignData");
    assertThat(World.message(failed, "DataProvisioned")).contains("UID another");
    assertThat(world.superuser("SELECT event_uid FROM %s.onsale_marker".formatted(schema)))
        .isEqualTo("another");
  }

  @Test
  void aSchemaWithoutMarkerIsNotAdopted() throws Exception {
    String uid = "not known before it exists";
    String cluster =
        world.user.namespaces().withName("kube-system").require().getMetadata().getUid();
    String schema =
        new dev.onsale.operator.identity.EventIdentity(cluster, namespace, "squatted", uid)
            .storeKey();
    world.superuser("CREATE SCHEMA " + schema);

    world.create(Manifests.event(namespace, "squatted"));

    world.awaitCondition(namespace, "squatted", "DataProvisioned", "False", "ForeignData");
    assertThat(count("pg_roles", "rolname LIKE '" + schema + "%'")).isEqualTo("0");
  }

  @Test
  void aChangedPasswordIsSetAgain() throws Exception {
    TicketEvent event = provisioned("drifted");
    world.superuser("ALTER ROLE %s PASSWORD 'other'".formatted(world.identity(event).loginRole(1)));

    await()
        .atMost(World.PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> world.connect(event, false).close());
  }

  @Test
  void anEventReachesNoNeighbourInPostgres() throws Exception {
    TicketEvent mine = provisioned("left");
    String neighbour = world.identity(provisioned("right")).storeKey();

    for (boolean owner : new boolean[] {true, false}) {
      try (var connection = world.connect(mine, owner);
          var statement = connection.createStatement()) {
        assertThatThrownBy(
                () -> statement.executeQuery("SELECT * FROM " + neighbour + ".onsale_marker"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("permission denied for schema");
        assertThatThrownBy(() -> statement.execute("SET ROLE " + neighbour + "_owner"))
            .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> statement.execute("CREATE SCHEMA other"))
            .hasMessageContaining("permission denied");
      }
    }
  }

  @Test
  void theLoginMakesNoTablesAndLeavesTheMarkerAlone() throws Exception {
    TicketEvent event = provisioned("humble");
    try (var login = world.connect(event, false);
        var statement = login.createStatement()) {
      assertThatThrownBy(() -> statement.execute("CREATE TABLE mine (x int)"))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> statement.execute("DELETE FROM onsale_marker"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void anEventReachesNoNeighbourInRedis() {
    TicketEvent near = provisioned("near");
    String mine = world.identity(near).storeKey();
    String neighbour = world.identity(provisioned("far")).storeKey();
    RedisClient client = RedisClient.create(uri(near));
    try (var connection = client.connect()) {
      var redis = connection.sync();
      assertThat(redis.set("{" + mine + "}:x", "1")).isEqualTo("OK");
      assertThat(redis.info("server")).contains("run_id");
      assertThat(
              redis.<Long>eval(
                  "return redis.call('INCR', KEYS[1])",
                  io.lettuce.core.ScriptOutputType.INTEGER,
                  "{" + mine + "}:n"))
          .isEqualTo(1);
      assertRefused(() -> redis.get("{" + neighbour + "}:x"));
      assertRefused(() -> redis.set("{" + neighbour + "}:x", "1"));
      assertRefused(
          () ->
              redis.eval(
                  "return redis.call('GET', '{" + neighbour + "}:x')",
                  io.lettuce.core.ScriptOutputType.VALUE));
      assertRefused(() -> redis.publish("{" + neighbour + "}:news", "x"));
      assertRefused(redis::flushall);
      assertRefused(() -> redis.keys("*"));
      assertRefused(redis::scan);
      assertRefused(redis::aclList);
      assertRefused(() -> redis.configGet("*"));
    } finally {
      client.shutdown();
    }
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(RedisCommandExecutionException.class)
        .hasMessageMatching("(?is).*(noperm|acl|permission|can't access).*");
  }

  private RedisURI uri(TicketEvent event) {
    var login = world.logins(event).redis();
    return RedisURI.builder()
        .withHost(world.stores.redis().host())
        .withPort(world.stores.redis().port())
        .withAuthentication(login.username(), login.password().toCharArray())
        .build();
  }

  private TicketEvent provisioned(String name) {
    world.create(Manifests.event(namespace, name));
    return world.awaitProvisioned(namespace, name);
  }

  private @org.jspecify.annotations.Nullable String count(String table, String where)
      throws SQLException {
    return world.superuser("SELECT count(*) FROM %s WHERE %s".formatted(table, where));
  }
}
