package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody changes at the stores what the operator set there. */
class StoreDriftTest {

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER ROLE LOGIN_ CONNECTION LIMIT 1"
            + "|SELECT rolconnlimit > 1 FROM pg_roles WHERE rolname = 'LOGIN_'",
        "ALTER ROLE LOGIN_ NOLOGIN|SELECT rolcanlogin FROM pg_roles WHERE rolname = 'LOGIN_'",
        "ALTER ROLE LOGIN_ VALID UNTIL '2000-01-01'"
            + "|SELECT rolvaliduntil > now() FROM pg_roles WHERE rolname = 'LOGIN_'",
        "ALTER ROLE LOGIN_ RESET search_path"
            + "|SELECT rolconfig IS NOT NULL FROM pg_roles WHERE rolname = 'LOGIN_'",
        "ALTER ROLE LOGIN_ CREATEROLE"
            + "|SELECT NOT rolcreaterole FROM pg_roles WHERE rolname = 'LOGIN_'",
        "REVOKE USAGE ON SCHEMA KEY_ FROM LOGIN_"
            + "|SELECT has_schema_privilege('LOGIN_', 'KEY_', 'USAGE')",
        "GRANT CREATE ON SCHEMA KEY_ TO LOGIN_"
            + "|SELECT NOT has_schema_privilege('LOGIN_', 'KEY_', 'CREATE')",
        "REVOKE SELECT ON KEY_.onsale_marker FROM LOGIN_"
            + "|SELECT has_table_privilege('LOGIN_', 'KEY_.onsale_marker', 'SELECT')",
        "GRANT DELETE ON KEY_.onsale_marker TO LOGIN_"
            + "|SELECT NOT has_table_privilege('LOGIN_', 'KEY_.onsale_marker', 'DELETE')",
        "ALTER ROLE OTHER_ LOGIN|SELECT NOT rolcanlogin FROM pg_roles WHERE rolname = 'OTHER_'"
      })
  void whatDiffersInPostgresIsRepaired(String change, String repaired) throws Exception {
    TicketEvent event = provisioned("drifts");
    world.superuser(filled(change, event));

    await()
        .atMost(World.PATIENCE)
        .untilAsserted(() -> assertThat(world.superuser(filled(repaired, event))).isEqualTo("t"));
  }

  @Test
  void whatOnlyASuperuserMayTakeBackIsReported() throws Exception {
    TicketEvent event = provisioned("raised");
    String login = world.identity(event).loginRole(1);
    world.superuser("GRANT pg_read_all_data TO " + login);

    TicketEvent told =
        world.awaitCondition(namespace, "raised", "StoreDrift", "True", "BeyondRepair");
    assertThat(World.message(told, "StoreDrift")).contains("REVOKE pg_read_all_data FROM " + login);
    assertThat(World.condition(told, "DataProvisioned"))
        .hasValueSatisfying(c -> assertThat(c.getStatus()).isEqualTo("True"));

    world.superuser("REVOKE pg_read_all_data FROM " + login);
    world.awaitEvent(namespace, "raised", now -> World.condition(now, "StoreDrift").isEmpty());
  }

  @Test
  void aUserOfRedisWithOtherRulesIsSetAgain() {
    TicketEvent event = provisioned("ruled");
    String user = world.identity(event).loginRole(1);
    List<Object> before = rules(user);

    redis(admin -> admin.aclSetuser(user, AclSetuserArgs.Builder.allKeys()));

    await().atMost(World.PATIENCE).untilAsserted(() -> assertThat(rules(user)).isEqualTo(before));
  }

  @Test
  void aUserOfRedisThatIsGoneComesBackAndIsSaved() {
    TicketEvent event = provisioned("gone");
    String user = world.identity(event).loginRole(1);

    redis(admin -> admin.aclDeluser(user));

    await().atMost(World.PATIENCE).untilAsserted(() -> assertThat(users()).contains(user));
    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () -> {
              redis(RedisCommands::aclLoad);
              assertThat(users()).contains(user);
            });
  }

  @Test
  void aUserOfRedisThatARotationEndedDoesNotStay() {
    TicketEvent event = provisioned("extra");
    String other = world.identity(event).loginRole(2);

    redis(admin -> admin.aclSetuser(other, AclSetuserArgs.Builder.on().nopass()));

    await().atMost(World.PATIENCE).untilAsserted(() -> assertThat(users()).doesNotContain(other));
  }

  private List<String> users() {
    return redis(RedisCommands::aclUsers);
  }

  private List<Object> rules(String user) {
    return redis(admin -> admin.aclGetuser(user));
  }

  private String filled(String sql, TicketEvent event) {
    var identity = world.identity(event);
    return sql.replace("KEY_", identity.storeKey())
        .replace("LOGIN_", identity.loginRole(1))
        .replace("OTHER_", identity.loginRole(2));
  }

  private TicketEvent provisioned(String name) {
    if (world.event(namespace, name).get() == null) {
      world.create(Manifests.event(namespace, name));
    }
    return world.awaitProvisioned(namespace, name);
  }

  private <T> T redis(Function<RedisCommands<String, String>, T> work) {
    RedisClient client = RedisClient.create(world.stores.redis().uri());
    try (var connection = client.connect()) {
      return work.apply(connection.sync());
    } finally {
      client.shutdown();
    }
  }
}
