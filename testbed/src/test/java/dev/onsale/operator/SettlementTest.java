package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.booking.database.Address;
import dev.onsale.booking.database.Database;
import dev.onsale.booking.database.Migrations;
import dev.onsale.booking.orders.OrderEpochs;
import dev.onsale.booking.settlement.LeftOpen;
import dev.onsale.operator.config.JsonFiles;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.testbed.kubernetes.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A namespace is deleted while orders are open. Kubernetes' own controllers make the Job's pod and
 * remove what it leaves; this test is its kubelet and runs the runtime in it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettlementTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String LABEL = "app.kubernetes.io/name";
  private static final String SETTLEMENT = "onsale-settlement";

  private final World world = new World(World.EAGER, ControlPlane.Controllers.ON);
  private final List<Database> databases = new ArrayList<>();
  private final List<JobPod> pods = new ArrayList<>();

  @AfterEach
  void closeDatabases() {
    databases.forEach(Database::close);
    databases.clear();
    pods.forEach(JobPod::close);
    pods.clear();
  }

  @AfterAll
  void end() {
    world.close();
  }

  @Test
  void noOrderIsLeftUnsettledWhenItsNamespaceIsDeleted() throws Exception {
    String namespace = world.newNamespace();
    TicketEvent kept = selling(namespace, "kept", "Retain");
    TicketEvent dropped = selling(namespace, "dropped", "Delete");
    List<UUID> orders = leaveOpen(kept);
    leaveOpen(dropped);

    world.user.namespaces().withName(namespace).delete();
    jobPod(namespace, "kept").run();
    jobPod(namespace, "dropped").run();
    awaitNamespaceGone(namespace);

    assertThat(states(kept, orders))
        .containsExactly("EXPIRED", "EXPIRED", "CONFIRMED", "CONFIRMED", "CONFIRMED", "EXPIRED");
    assertThat(count(kept, "payment_attempts", "state IN ('OPEN', 'AUTHORIZED', 'OWED')"))
        .isEqualTo("0");
    assertThat(count(kept, "outbox", "sent_at IS NULL")).isEqualTo("0");
    assertThat(sum(kept, "SELECT sum(amount) FROM %s.sandbox_payments WHERE state = 'CAPTURED'"))
        .as("what was taken and not returned is what tickets were issued for")
        .isEqualTo("7500")
        .isEqualTo(
            sum(
                kept,
                "SELECT sum(price) FROM %1$s.tickets JOIN %1$s.order_seats USING (order_id, seat_index)"));
    assertThat(mayLogIn(kept)).isEqualTo("f");
    assertThat(schemas(dropped)).isEqualTo("0");
    assertNothingOfAJobIsLeft();
  }

  @Test
  void aProviderThatNeverAnswersLeavesTheDataKeptAndLockedAndSaysSo() throws Exception {
    String namespace = world.newNamespace();
    TicketEvent event = selling(namespace, "unheard", "Delete");
    List<UUID> orders = leaveOpen(event);
    String schema = world.identity(event).storeKey();
    world.superuser("ALTER TABLE %1$s.sandbox_payments RENAME TO out_of_reach".formatted(schema));

    world.user.namespaces().withName(namespace).delete();
    Thread pod = Thread.ofVirtual().start(jobPod(namespace, "unheard")::run);
    await().atMost(PATIENCE).until(() -> states(event, orders).getFirst().equals("EXPIRED"));
    assertThat(
            World.message(
                world.awaitCondition(namespace, "unheard", "DataDeleted", "False", "Settling"),
                "DataDeleted"))
        .contains(World.OPERATOR_NAMESPACE + "/unheard-settle-", "five minutes");
    world
        .user
        .resource(jobs(namespace).getFirst())
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"activeDeadlineSeconds\":1}}");
    awaitNamespaceGone(namespace);
    pods.forEach(JobPod::close);
    pod.join(Duration.ofSeconds(10));

    assertThat(schemas(event)).isEqualTo("1");
    assertThat(mayLogIn(event)).isEqualTo("f");
    assertThat(states(event, orders))
        .containsExactly("EXPIRED", "PENDING", "PENDING", "AUTHORIZED", "AUTHORIZED", "EXPIRED");
    assertThat(world.user.v1().events().inNamespace("default").list().getItems())
        .filteredOn(news -> "PaymentsInFlight".equals(news.getReason()))
        .anySatisfy(
            news -> {
              assertThat(news.getType()).isEqualTo("Warning");
              assertThat(news.getMessage()).contains(namespace + "/unheard", schema, "5 payments");
            });
    assertNothingOfAJobIsLeft();
  }

  @Test
  void whereNothingIsOpenThereIsNoJob() throws Exception {
    String namespace = world.newNamespace();
    TicketEvent event = selling(namespace, "quiet", "Delete");
    migrate(event);

    world.requests.forget();
    world.user.namespaces().withName(namespace).delete();
    awaitNamespaceGone(namespace);

    assertThat(schemas(event)).isEqualTo("0");
    assertThat(world.requests.writes("/apis/batch/v1")).isEmpty();
  }

  @Test
  void theJobMayDoNoMoreThanItNeeds() throws Exception {
    String namespace = world.newNamespace();
    leaveOpen(selling(namespace, "bounded", "Delete"));
    world.user.namespaces().withName(namespace).delete();
    JobPod pod = jobPod(namespace, "bounded");

    Job job = jobs(namespace).getFirst();
    var spec = job.getSpec().getTemplate().getSpec();
    assertThat(job.getMetadata().getName()).matches("bounded-settle-[0-9a-f]{10}");
    assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(300);
    assertThat(job.getSpec().getBackoffLimit()).isEqualTo(3);
    assertThat(spec.getAutomountServiceAccountToken()).isFalse();
    assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream()))
        .allSatisfy(
            container -> {
              assertThat(container.getImage()).isEqualTo("example.invalid/runtime:1");
              assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
              assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
              assertThat(container.getSecurityContext().getCapabilities().getDrop())
                  .containsExactly("ALL");
            });
    assertThat(
            world
                .user
                .secrets()
                .inNamespace(World.OPERATOR_NAMESPACE)
                .withName(job.getMetadata().getName())
                .require()
                .getData())
        .as("no key of tokens or tickets")
        .containsOnlyKeys("logins.json", "postgres-password");

    pod.run();
    awaitNamespaceGone(namespace);
  }

  private TicketEvent selling(String namespace, String name, String policy) {
    world.create(Manifests.event(namespace, name, "main", policy, "now"));
    return world.awaitProvisioned(namespace, name);
  }

  /** One order of each kind that can be left behind. */
  private List<UUID> leaveOpen(TicketEvent event) throws Exception {
    Database database = migrate(event);
    new OrderEpochs(database).mint(0, "run", 1);
    LeftOpen left = new LeftOpen(database, 1);
    return List.of(
        left.unpaid(0),
        left.neverAsked(1),
        left.authorizedUnheard(2),
        left.authorized(3),
        left.capturedUnheard(4),
        left.owed(5));
  }

  private Database migrate(TicketEvent event) throws Exception {
    RuntimeBoot boot =
        JsonFiles.readBoot(
            world
                .user
                .configMaps()
                .inNamespace(event.getMetadata().getNamespace())
                .withName(event.getMetadata().getName() + "-config")
                .require()
                .getData()
                .get("boot.json"));
    Address address = new Address(boot.postgres(), Optional.empty());
    new Migrations(
            address, world.file(event, "-owner", "postgres-password"), Duration.ofSeconds(10))
        .run();
    Database database = Database.open("test", address, world.logins(event).postgres(), 2, null);
    databases.add(database);
    return database;
  }

  /** The pod that the Job controller made, once the Job was let go. */
  private JobPod jobPod(String namespace, String event) {
    Pod pod =
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    JobPod.all(world).stream()
                        .filter(found -> settles(found, namespace, event))
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
    JobPod run = new JobPod(world, pod);
    pods.add(run);
    return run;
  }

  private List<Job> jobs(String namespace) {
    return world
        .user
        .batch()
        .v1()
        .jobs()
        .inNamespace(World.OPERATOR_NAMESPACE)
        .withLabel("onsale.dev/settles-namespace", namespace)
        .list()
        .getItems();
  }

  private static boolean settles(HasMetadata object, String namespace, String event) {
    var labels = object.getMetadata().getLabels();
    return namespace.equals(labels.get("onsale.dev/settles-namespace"))
        && event.equals(labels.get("onsale.dev/settles-event"));
  }

  private void awaitNamespaceGone(String namespace) {
    await().atMost(PATIENCE).until(() -> world.user.namespaces().withName(namespace).get() == null);
  }

  private void assertNothingOfAJobIsLeft() {
    var user = world.user;
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        Stream.of(
                                user.batch()
                                    .v1()
                                    .jobs()
                                    .inNamespace(World.OPERATOR_NAMESPACE)
                                    .withLabel(LABEL, SETTLEMENT)
                                    .list()
                                    .getItems(),
                                user.pods()
                                    .inNamespace(World.OPERATOR_NAMESPACE)
                                    .withLabel(LABEL, SETTLEMENT)
                                    .list()
                                    .getItems(),
                                user.secrets()
                                    .inNamespace(World.OPERATOR_NAMESPACE)
                                    .withLabel(LABEL, SETTLEMENT)
                                    .list()
                                    .getItems(),
                                user.configMaps()
                                    .inNamespace(World.OPERATOR_NAMESPACE)
                                    .withLabel(LABEL, SETTLEMENT)
                                    .list()
                                    .getItems(),
                                user.network()
                                    .v1()
                                    .networkPolicies()
                                    .inNamespace(World.OPERATOR_NAMESPACE)
                                    .withLabel(LABEL, SETTLEMENT)
                                    .list()
                                    .getItems())
                            .flatMap(List::stream))
                    .isEmpty());
  }

  private List<String> states(TicketEvent event, List<UUID> orders) throws SQLException {
    List<String> states = new ArrayList<>();
    for (UUID order : orders) {
      states.add(
          world.superuser(
              "SELECT state FROM %s.orders WHERE id = '%s'"
                  .formatted(world.identity(event).storeKey(), order)));
    }
    return states;
  }

  private String count(TicketEvent event, String table, String condition) throws SQLException {
    return world.superuser(
        "SELECT count(*) FROM %s.%s WHERE %s"
            .formatted(world.identity(event).storeKey(), table, condition));
  }

  private String sum(TicketEvent event, String query) throws SQLException {
    return world.superuser(query.formatted(world.identity(event).storeKey()));
  }

  private String schemas(TicketEvent event) throws SQLException {
    return world.superuser(
        "SELECT count(*) FROM pg_namespace WHERE nspname = '%s'"
            .formatted(world.identity(event).storeKey()));
  }

  private String mayLogIn(TicketEvent event) throws SQLException {
    return world.superuser(
        "SELECT bool_or(rolcanlogin) FROM pg_roles WHERE rolname LIKE '%s%%'"
            .formatted(world.identity(event).storeKey()));
  }
}
