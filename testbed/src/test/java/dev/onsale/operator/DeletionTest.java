package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import io.lettuce.core.RedisClient;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeletionTest {

  private final World world = World.shared();
  private final String namespace = world.newNamespace();
  private boolean postgresStopped;

  @AfterEach
  void storesAreBack() {
    if (postgresStopped) {
      startPostgres();
    }
  }

  @Test
  void retainKeepsTheDataAndRefusesTheLogins() throws Exception {
    TicketEvent event = provisioned("kept", "Retain");
    assertThat(aclUsers(event)).hasSize(1);

    world.event(namespace, "kept").delete();
    world.awaitGone(namespace, "kept");

    assertThat(schemas(event)).isEqualTo("1");
    assertThat(mayLogIn(event)).isEqualTo("f");
    assertThat(aclUsers(event)).isEmpty();
    assertNoObjectIsLeft("kept");
  }

  @Test
  void deleteRemovesSchemaRolesUserAndKeys() throws Exception {
    TicketEvent event = provisioned("dropped", "Delete");
    String key = "{" + world.identity(event).storeKey() + "}:seats";
    redis(commands -> commands.set(key, "x"));

    world.event(namespace, "dropped").delete();
    world.awaitGone(namespace, "dropped");

    assertThat(schemas(event)).isEqualTo("0");
    assertThat(roles(event)).isEqualTo("0");
    assertThat(aclUsers(event)).isEmpty();
    long keys = redis(commands -> commands.exists(key));
    assertThat(keys).isZero();
    assertNoObjectIsLeft("dropped");
  }

  @Test
  void dataIsNotDroppedWhileMoneyIsInFlight() throws Exception {
    TicketEvent event = provisioned("paying", "Delete");
    try (var owner = world.connect(event, true);
        var statement = owner.createStatement()) {
      statement.execute("CREATE TABLE payment_attempts (state text)");
      statement.execute("INSERT INTO payment_attempts VALUES ('CAPTURED'), ('AUTHORIZED')");
    }

    world.event(namespace, "paying").delete();
    world.awaitGone(namespace, "paying");

    assertThat(schemas(event)).isEqualTo("1");
    assertThat(mayLogIn(event)).isEqualTo("f");
  }

  @Test
  void retainEndsWhilePostgresIsAway() throws Exception {
    TicketEvent event = provisioned("away", "Retain");
    stopPostgres();

    world.event(namespace, "away").delete();
    world.awaitGone(namespace, "away");

    startPostgres();
    assertThat(schemas(event)).isEqualTo("1");
    await().atMost(World.PATIENCE).until(() -> "f".equals(mayLogIn(event)));
  }

  @Test
  void retainedEventsDoNotQueueUpBehindAStoreThatIsAway() {
    List<String> names = IntStream.range(0, 60).mapToObj(n -> "many-" + n).toList();
    names.forEach(name -> world.create(Manifests.event(namespace, name)));
    names.forEach(name -> world.awaitProvisioned(namespace, name));
    stopPostgres();

    names.forEach(name -> world.event(namespace, name).delete());

    names.forEach(name -> world.awaitGone(namespace, name));
  }

  @Test
  void deleteWaitsForPostgresSaysWhyAndEndsWhenItReturns() throws Exception {
    TicketEvent event = provisioned("waiting", "Delete");
    stopPostgres();

    world.event(namespace, "waiting").delete();
    TicketEvent waiting =
        world.awaitCondition(namespace, "waiting", "DataDeleted", "False", "Unreachable");
    assertThat(World.message(waiting, "DataDeleted"))
        .contains("does not answer", "onsale.dev/abandon-data");

    startPostgres();
    world.awaitGone(namespace, "waiting");
    assertThat(schemas(event)).isEqualTo("0");
  }

  @Test
  void deleteEndsWithoutPostgresWhenItsDataIsAbandoned() {
    provisioned("abandoned", "Delete");
    stopPostgres();
    world.event(namespace, "abandoned").delete();
    world.awaitCondition(namespace, "abandoned", "DataDeleted", "False", "Unreachable");

    world.patch(
        namespace,
        "abandoned",
        "{\"metadata\":{\"annotations\":{\"onsale.dev/abandon-data\":\"true\"}}}");

    world.awaitGone(namespace, "abandoned");
  }

  @Test
  void aRetainedEventComesBackToItsData() throws Exception {
    TicketEvent first = provisioned("again", "Retain");
    try (var owner = world.connect(first, true);
        var statement = owner.createStatement()) {
      statement.execute("CREATE TABLE sold (seat text); INSERT INTO sold VALUES ('A-1-1')");
    }
    world.event(namespace, "again").delete();
    world.awaitGone(namespace, "again");

    TicketEvent second = provisioned("again", "Retain");

    assertThat(second.getMetadata().getUid()).isNotEqualTo(first.getMetadata().getUid());
    try (var login = world.connect(second, false);
        var statement = login.createStatement();
        var row = statement.executeQuery("SELECT seat FROM sold")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("A-1-1");
    }
  }

  @Test
  void whoIsPayingMayFinishBeforeThePodsGo() throws Exception {
    TicketEvent event = provisioned("settling", "Delete");
    RuntimeReports.leader(world, event, "held = 1, free = 8");

    world.event(namespace, "settling").delete();
    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        world
                            .user
                            .configMaps()
                            .inNamespace(namespace)
                            .withName("settling-config")
                            .require()
                            .getData()
                            .get("live.json"))
                    .contains("\"settling\":true"));
    assertThat(
            world
                .user
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("settling-runtime")
                .get())
        .isNotNull();

    RuntimeReports.leader(world, event, "held = 0, sold = 1, free = 8, config_generation = 99");
    world.awaitGone(namespace, "settling");
  }

  private TicketEvent provisioned(String name, String policy) {
    world.create(Manifests.event(namespace, name, "main", policy, "later"));
    return world.awaitProvisioned(namespace, name);
  }

  private void assertNoObjectIsLeft(String name) {
    Map<String, String> label = Map.of("onsale.dev/event", name);
    var client = world.user;
    assertThat(
            client.apps().deployments().inNamespace(namespace).withLabels(label).list().getItems())
        .isEmpty();
    assertThat(client.configMaps().inNamespace(namespace).withLabels(label).list().getItems())
        .isEmpty();
    assertThat(client.secrets().inNamespace(namespace).withLabels(label).list().getItems())
        .isEmpty();
    assertThat(client.services().inNamespace(namespace).withLabels(label).list().getItems())
        .isEmpty();
  }

  private @org.jspecify.annotations.Nullable String schemas(TicketEvent event) throws SQLException {
    return world.superuser(
        "SELECT count(*) FROM pg_namespace WHERE nspname = '%s'"
            .formatted(world.identity(event).storeKey()));
  }

  private @org.jspecify.annotations.Nullable String mayLogIn(TicketEvent event)
      throws SQLException {
    return world.superuser(
        "SELECT bool_or(rolcanlogin) FROM pg_roles WHERE rolname LIKE '%s%%'"
            .formatted(world.identity(event).storeKey()));
  }

  private @org.jspecify.annotations.Nullable String roles(TicketEvent event) throws SQLException {
    return world.superuser(
        "SELECT count(*) FROM pg_roles WHERE rolname LIKE '%s%%'"
            .formatted(world.identity(event).storeKey()));
  }

  private java.util.List<String> aclUsers(TicketEvent event) {
    String user = "user " + world.identity(event).storeKey();
    return redis(
        commands -> commands.aclList().stream().filter(line -> line.startsWith(user)).toList());
  }

  private <T> T redis(
      java.util.function.Function<io.lettuce.core.api.sync.RedisCommands<String, String>, T> work) {
    RedisClient client = RedisClient.create(world.stores.redis().uri());
    try (var connection = client.connect()) {
      return work.apply(connection.sync());
    } finally {
      client.shutdown();
    }
  }

  private void stopPostgres() {
    world.stores.postgres().stop();
    postgresStopped = true;
  }

  private void startPostgres() {
    world.stores.postgres().restart();
    postgresStopped = false;
    await()
        .atMost(World.PATIENCE)
        .until(
            () ->
                world
                    .user
                    .resources(dev.onsale.api.v1alpha1.TicketPlatform.class)
                    .withName("main")
                    .require()
                    .getStatus()
                    .conditions()
                    .stream()
                    .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True")));
  }

  @Test
  void theLockedLoginIsRefused() throws Exception {
    TicketEvent event = provisioned("refused", "Retain");
    var told = world.logins(event).postgres();
    world.event(namespace, "refused").delete();
    world.awaitGone(namespace, "refused");

    var login = new dev.onsale.testbed.stores.Login(told.username(), told.password());
    assertThatThrownBy(() -> world.stores.postgres().connect(login))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("not permitted to log in");
  }
}
