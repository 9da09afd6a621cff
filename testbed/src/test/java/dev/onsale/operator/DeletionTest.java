package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.postgres.PostgresAccount;
import dev.onsale.operator.postgres.PostgresConnections;
import dev.onsale.operator.postgres.PostgresRetirement;
import dev.onsale.operator.stores.Trust;
import dev.onsale.testbed.Steadily;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.lettuce.core.RedisClient;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeletionTest {

  private static final Duration A_WHILE = Duration.ofSeconds(4);

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
    moneyIsInFlight(event);

    world.event(namespace, "paying").delete();
    world.settlingFails(namespace, "paying");
    world.awaitGone(namespace, "paying");

    assertThat(schemas(event)).isEqualTo("1");
    assertThat(mayLogIn(event)).isEqualTo("f");
  }

  @Test
  void whoRetainsDataWithMoneyInFlightIsToldSo() throws Exception {
    TicketEvent event = provisioned("keeping", "Retain");
    moneyIsInFlight(event);

    world.event(namespace, "keeping").delete();
    world.settlingFails(namespace, "keeping");
    world.awaitGone(namespace, "keeping");

    assertThat(mayLogIn(event)).isEqualTo("f");
    assertThat(world.user.v1().events().inNamespace(namespace).list().getItems())
        .anySatisfy(news -> assertThat(news.getReason()).isEqualTo("PaymentsInFlight"));
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

  @Test
  void podsStayUntilEveryProcessKnowsAndKafkaHasEverything() throws Exception {
    TicketEvent event = provisioned("draining", "Delete");
    RuntimeReports.leader(world, event, "outbox_unsent = 3, config_generation = 99");
    world.event(namespace, "draining").delete();
    await().atMost(World.PATIENCE).until(() -> live("draining").contains("\"settling\":true"));
    deploymentStays("draining");

    RuntimeReports.leader(world, event, "outbox_unsent = 0, config_generation = 1");
    deploymentStays("draining");

    RuntimeReports.leader(world, event, "config_generation = 99");
    world.awaitGone(namespace, "draining");
  }

  @Test
  void aSchemaOfAnotherEventIsNotDropped() throws Exception {
    TicketEvent event = provisioned("mistaken", "Delete");
    world.superuser(
        "UPDATE %s.onsale_marker SET namespace = 'elsewhere'"
            .formatted(world.identity(event).storeKey()));

    world.event(namespace, "mistaken").delete();
    world.awaitGone(namespace, "mistaken");

    assertThat(schemas(event)).isEqualTo("1");
  }

  @Test
  void deleteWaitsForAPlatformThatWasTornAway() throws Exception {
    String platform = "torn-" + namespace;
    world.createPlatform(Manifests.platform(world, platform));
    world.create(Manifests.event(namespace, "orphaned", platform, "Delete", "later"));
    TicketEvent event = world.awaitProvisioned(namespace, "orphaned");
    var torn = world.user.resources(TicketPlatform.class).withName(platform);
    torn.delete();
    torn.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
    await().atMost(World.PATIENCE).until(() -> torn.get() == null);

    world.event(namespace, "orphaned").delete();
    world.awaitCondition(namespace, "orphaned", "DataDeleted", "False", "PlatformNotFound");
    assertThat(schemas(event)).isEqualTo("1");

    world.createPlatform(Manifests.platform(world, platform));
    world.awaitGone(namespace, "orphaned");
    assertThat(schemas(event)).isEqualTo("0");
    torn.delete();
  }

  @Test
  void anEventThatIsBackBeforeItsStoresKeepsItsLogins() throws Exception {
    provisioned("back", "Retain");
    stopPostgres();
    world.event(namespace, "back").delete();
    world.awaitGone(namespace, "back");
    world.create(Manifests.event(namespace, "back", "main", "Retain", "later"));

    startPostgres();
    TicketEvent event = world.awaitProvisioned(namespace, "back");
    await()
        .atMost(World.PATIENCE)
        .until(
            () -> {
              Map<String, String> left =
                  world
                      .user
                      .configMaps()
                      .inNamespace(World.OPERATOR_NAMESPACE)
                      .withName("onsale-unlocked-logins")
                      .require()
                      .getData();
              return left == null || !left.containsKey(world.identity(event).storeKey());
            });

    assertThat(world.user.v1().events().inNamespace("default").list().getItems())
        .filteredOn(news -> "LoginsRefused".equals(news.getReason()))
        .noneMatch(news -> news.getMessage().contains(namespace + "/back"));
  }

  @Test
  void retainedDataIsNotAdoptedWithAnotherSeatMap() throws Exception {
    TicketEvent first = provisioned("remapped", "Retain");
    world.event(namespace, "remapped").delete();
    world.awaitGone(namespace, "remapped");

    world.create(
        Manifests.event(namespace, "remapped", "main", "Retain", "later")
            .replace("seats: 10", "seats: 11"));

    world.awaitCondition(namespace, "remapped", "DataProvisioned", "False", "ForeignData");
    assertThat(
            world.superuser(
                "SELECT event_uid FROM %s.onsale_marker"
                    .formatted(world.identity(first).storeKey())))
        .isEqualTo(first.getMetadata().getUid());
  }

  @Test
  void retainedDataOfAnotherClusterIsNotAdopted() throws Exception {
    TicketEvent first = provisioned("cloned", "Retain");
    String marker = world.identity(first).storeKey() + ".onsale_marker";
    world.event(namespace, "cloned").delete();
    world.awaitGone(namespace, "cloned");
    world.superuser("UPDATE %s SET cluster_id = 'another'".formatted(marker));

    world.create(Manifests.event(namespace, "cloned", "main", "Retain", "later"));

    world.awaitCondition(namespace, "cloned", "DataProvisioned", "False", "ForeignData");
    assertThat(world.superuser("SELECT cluster_id FROM " + marker)).isEqualTo("another");
  }

  @Test
  void podsThatMaySettleAreLeftAloneWhilePostgresIsAway() throws Exception {
    TicketEvent event = provisioned("hoping", "Retain");
    RuntimeReports.leader(world, event, "held = 1, free = 8, config_generation = 99");
    Pods.running(world, namespace, "hoping");
    stopPostgres();

    world.event(namespace, "hoping").delete();
    await().atMost(World.PATIENCE).until(() -> live("hoping").contains("\"settling\":true"));
    deploymentStays("hoping");

    startPostgres();
    RuntimeReports.leader(world, event, "held = 0, sold = 1, free = 8, config_generation = 99");
    world.user.pods().inNamespace(namespace).withGracePeriod(0).delete();
    world.awaitGone(namespace, "hoping");
  }

  /** The end may be asked for once more after it was done; a second Job could not log in. */
  @Test
  void nothingCountsAsOpenOnceTheLoginIsRefused() throws Exception {
    TicketEvent event = provisioned("shut", "Retain");
    moneyIsInFlight(event);
    world.patch(
        namespace,
        "shut",
        "{\"metadata\":{\"annotations\":{\"onsale.dev/reconcile\":\"paused\"}}}");
    world.awaitCondition(namespace, "shut", "ReconcilePaused", "True", "PausedByAnnotation");
    var postgres = world.stores.postgres();
    PostgresAccount operator =
        new PostgresAccount(
            postgres.host(),
            postgres.port(),
            "onsale",
            Trust.PLAIN,
            postgres.operator().user(),
            postgres.operator().password(),
            true);
    EventIdentity identity = world.identity(event);
    try (PostgresConnections connections = new PostgresConnections(new LongAdder())) {
      PostgresRetirement retirement = new PostgresRetirement(connections);
      assertThat(retirement.open(operator, identity, identity.loginRole(1))).isEqualTo(1);

      retirement.lock(operator, identity);

      assertThat(retirement.open(operator, identity, identity.loginRole(1))).isZero();
    }
  }

  @Test
  void aSecretOfSomebodyElseStays() {
    world
        .user
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("guest-owner")
                .endMetadata()
                .addToStringData("theirs", "yes")
                .build())
        .create();
    world.create(Manifests.event(namespace, "guest", "main", "Retain", "later"));
    world.awaitCondition(namespace, "guest", "RuntimeAvailable", "False", "ChildConflict");

    world.event(namespace, "guest").delete();
    world.awaitGone(namespace, "guest");

    assertThat(
            world.user.secrets().inNamespace(namespace).withName("guest-owner").require().getData())
        .containsOnlyKeys("theirs");
  }

  private String live(String event) {
    return world
        .user
        .configMaps()
        .inNamespace(namespace)
        .withName(event + "-config")
        .require()
        .getData()
        .get("live.json");
  }

  private void deploymentStays(String event) {
    var deployment =
        world.user.apps().deployments().inNamespace(namespace).withName(event + "-runtime");
    Steadily.holds(A_WHILE, () -> assertThat(deployment.get()).isNotNull());
  }

  private void moneyIsInFlight(TicketEvent event) throws SQLException {
    try (var owner = world.connect(event, true);
        var statement = owner.createStatement()) {
      statement.execute("CREATE TABLE payment_attempts (state text)");
      statement.execute("INSERT INTO payment_attempts VALUES ('CAPTURED'), ('AUTHORIZED')");
    }
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
