package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.identity.EventIdentity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The platform says FromSecret: people make logins, the operator only uses them. */
class GivenCredentialsTest {

  private static final String PASSWORD = "made-by-people";

  private final World world = World.shared();
  private final String namespace = world.newNamespace();
  private final String login = namespace.replace('-', '_') + "_sells";
  private final String owner = namespace.replace('-', '_') + "_owns";

  @BeforeEach
  void platform() {
    world.createPlatform(
        Manifests.platformOf(
            "stores-given",
            Manifests.plainPostgres(world)
                .replace("adminSecretRef: {name: postgres-admin}", "credentials: FromSecret"),
            Manifests.plainRedis(world)
                .replace("adminSecretRef: {name: redis-admin}", "credentials: FromSecret"),
            Manifests.plainKafka(world)));
  }

  @AfterEach
  void remove() {
    for (TicketEvent event :
        world.user.resources(TicketEvent.class).inNamespace(namespace).list().getItems()) {
      world.event(namespace, event.getMetadata().getName()).delete();
      world.awaitGone(namespace, event.getMetadata().getName());
    }
    world.deletePlatform("stores-given");
  }

  @Test
  void aSecretOrAKeyThatIsMissingIsNamed() {
    create("lacking");
    assertThat(
            World.message(
                world.awaitCondition(
                    namespace, "lacking", "DataProvisioned", "Unknown", "CredentialsMissing"),
                "DataProvisioned"))
        .contains(namespace + "/lacking-credentials", "create it");

    Map<String, String> data = complete();
    data.remove("redis-password");
    secret("lacking", data);
    world.awaitEvent(
        namespace,
        "lacking",
        event -> World.message(event, "DataProvisioned").contains("redis-password"));
  }

  @Test
  void logInsThatPeopleMadeAreUsedAndNoneIsMade() throws Exception {
    makeUsers("given");
    secret("given", complete());
    create("given");
    TicketEvent event = world.awaitProvisioned(namespace, "given");

    assertThat(world.logins(event).postgres().username()).isEqualTo(login);
    assertThat(world.logins(event).redis().password()).isEqualTo(PASSWORD);
    String key = world.identity(event).storeKey();
    assertThat(world.superuser("SELECT count(*) FROM pg_roles WHERE rolname LIKE '" + key + "%'"))
        .isEqualTo("0");
    assertThat(
            world.superuser(
                "SELECT has_schema_privilege('%s', '%s', 'USAGE')".formatted(login, key)))
        .isEqualTo("t");
    assertThat(
            world
                .user
                .configMaps()
                .inNamespace(namespace)
                .withName("given-config")
                .get()
                .getData()
                .get("boot.json"))
        .contains(login, owner);
  }

  @Test
  void aPasswordThatTheStoreRefusesIsNamedUntilItIsRight() throws Exception {
    makeUsers("refused");
    Map<String, String> wrong = complete();
    wrong.put("postgres-password", "nonsense");
    secret("refused", wrong);
    create("refused");

    assertThat(
            World.message(
                world.awaitCondition(
                    namespace, "refused", "DataProvisioned", "Unknown", "GivenLoginRefused"),
                "DataProvisioned"))
        .contains(login);

    secret("refused", complete());
    world.awaitProvisioned(namespace, "refused");
  }

  @Test
  void aSweepRefusesWhatTheOperatorMadeAndLeavesTheOthersAlone() throws Exception {
    world.createPlatform(
        Manifests.platformOf(
            "redis-given",
            Manifests.plainPostgres(world),
            Manifests.plainRedis(world)
                .replace("adminSecretRef: {name: redis-admin}", "credentials: FromSecret"),
            Manifests.plainKafka(world)));
    makeRedisUser("half");
    secret("half", complete());
    world.create(Manifests.event(namespace, "half", "redis-given", "Retain", "1h"));
    TicketEvent event = world.awaitProvisioned(namespace, "half");
    String role = world.identity(event).loginRole(1);

    whilePostgresIsAway(
        () -> {
          world.event(namespace, "half").delete();
          world.awaitGone(namespace, "half");
          assertThat(unlocked()).containsKey(world.identity(event).storeKey());
        });

    await()
        .atMost(World.PATIENCE)
        .untilAsserted(() -> assertThat(unlocked()).doesNotContainKey(storeKey(event)));
    assertThat(world.superuser("SELECT rolcanlogin FROM pg_roles WHERE rolname = '" + role + "'"))
        .isEqualTo("f");
    assertThat(redisUsers()).contains(login);
    world.deletePlatform("redis-given");
  }

  @Test
  void nothingIsRememberedWherePeopleMadeEveryLogin() throws Exception {
    makeUsers("theirs");
    secret("theirs", complete());
    create("theirs");
    TicketEvent event = world.awaitProvisioned(namespace, "theirs");

    whilePostgresIsAway(
        () -> {
          world.event(namespace, "theirs").delete();
          world.awaitGone(namespace, "theirs");
        });

    assertThat(unlocked()).doesNotContainKey(storeKey(event));
    assertThat(world.superuser("SELECT rolcanlogin FROM pg_roles WHERE rolname = '" + login + "'"))
        .isEqualTo("t");
  }

  private String storeKey(TicketEvent event) {
    return world.identity(event).storeKey();
  }

  private void whilePostgresIsAway(Runnable work) {
    world.stores.postgres().stop();
    try {
      work.run();
    } finally {
      world.stores.postgres().restart();
    }
    world.awaitPlatform("main", "Ready", "True", "Ready");
  }

  private Map<String, String> unlocked() {
    var found =
        world
            .user
            .configMaps()
            .inNamespace(World.OPERATOR_NAMESPACE)
            .withName("onsale-unlocked-logins")
            .get();
    return found == null || found.getData() == null ? Map.of() : found.getData();
  }

  private java.util.List<String> redisUsers() {
    RedisClient client = RedisClient.create(world.stores.redis().uri());
    try (var connection = client.connect()) {
      return connection.sync().aclUsers();
    } finally {
      client.shutdown();
    }
  }

  private void create(String name) {
    world.create(Manifests.event(namespace, name, "stores-given", "Retain", "1h"));
  }

  private Map<String, String> complete() {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("postgres-username", login);
    data.put("postgres-password", PASSWORD);
    data.put("postgres-owner-username", owner);
    data.put("postgres-owner-password", PASSWORD);
    data.put("redis-username", login);
    data.put("redis-password", PASSWORD);
    return data;
  }

  private void secret(String event, Map<String, String> data) {
    world
        .user
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(event + "-credentials")
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(data)
                .build())
        .createOr(existing -> existing.update());
  }

  /** What the people of the cloud do. */
  private void makeUsers(String event) throws Exception {
    String cluster =
        world.user.namespaces().withName("kube-system").require().getMetadata().getUid();
    String key = new EventIdentity(cluster, namespace, event, "any").storeKey();
    for (String role : new String[] {login, owner}) {
      world.superuser("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(role, PASSWORD));
    }
    world.superuser("CREATE SCHEMA %s AUTHORIZATION %s".formatted(key, owner));
    makeRedisUser(event);
  }

  private void makeRedisUser(String event) {
    String cluster =
        world.user.namespaces().withName("kube-system").require().getMetadata().getUid();
    String key = new EventIdentity(cluster, namespace, event, "any").storeKey();
    RedisClient client = RedisClient.create(world.stores.redis().uri());
    try (var connection = client.connect()) {
      connection
          .sync()
          .aclSetuser(
              login,
              AclSetuserArgs.Builder.on()
                  .addPassword(PASSWORD)
                  .allCommands()
                  .keyPattern("{" + key + "}:*"));
    } finally {
      client.shutdown();
    }
  }
}
