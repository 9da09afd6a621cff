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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A namespace is deleted while orders are open. Kubernetes' own controllers make the Job's pod and
 * remove what it leaves; this test is its kubelet and runs the runtime in it.
 */
@Tag("slow")
class SettlementTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String SETTLES = "onsale.dev/settles-namespace";
  private static final String JOBS = "what the operator asked about jobs";

  private static final World WORLD = new World(World.EAGER, ControlPlane.Controllers.ON);
  private final String namespace = WORLD.newNamespace();
  private final List<Database> databases = new ArrayList<>();
  private final List<JobPod> pods = new ArrayList<>();

  @AfterEach
  void closeDatabases() {
    databases.forEach(Database::close);
    pods.forEach(JobPod::close);
  }

  @AfterAll
  static void end() {
    WORLD.close();
  }

  @ResourceLock(value = JOBS, mode = ResourceAccessMode.READ)
  @WaitingTest
  void noOrderIsLeftUnsettledWhenItsNamespaceIsDeleted() throws Exception {
    TicketEvent kept = selling("kept", "Retain");
    TicketEvent dropped = selling("dropped", "Delete");
    List<UUID> orders = leaveOpen(kept);
    leaveOpen(dropped);

    WORLD.user.namespaces().withName(namespace).delete();
    jobPod("kept").run();
    jobPod("dropped").run();
    awaitNamespaceGone();

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

  @ResourceLock(value = JOBS, mode = ResourceAccessMode.READ)
  @WaitingTest
  void aProviderThatNeverAnswersLeavesTheDataKeptAndLockedAndSaysSo() throws Exception {
    TicketEvent event = selling("unheard", "Delete");
    List<UUID> orders = leaveOpen(event);
    String schema = WORLD.identity(event).storeKey();
    WORLD.superuser("ALTER TABLE %1$s.sandbox_payments RENAME TO out_of_reach".formatted(schema));

    WORLD.user.namespaces().withName(namespace).delete();
    Thread pod = Thread.ofVirtual().start(jobPod("unheard")::run);
    await().atMost(PATIENCE).until(() -> states(event, orders).getFirst().equals("EXPIRED"));
    assertThat(
            World.message(
                WORLD.awaitCondition(namespace, "unheard", "DataDeleted", "False", "Settling"),
                "DataDeleted"))
        .contains(World.OPERATOR_NAMESPACE + "/unheard-settle-", "five minutes");
    WORLD
        .user
        .resource(jobs().getFirst())
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"activeDeadlineSeconds\":1}}");
    awaitNamespaceGone();
    pods.forEach(JobPod::close);
    pod.join(Duration.ofSeconds(10));

    assertThat(schemas(event)).isEqualTo("1");
    assertThat(mayLogIn(event)).isEqualTo("f");
    assertThat(states(event, orders))
        .containsExactly("EXPIRED", "PENDING", "PENDING", "AUTHORIZED", "AUTHORIZED", "EXPIRED");
    assertThat(WORLD.user.v1().events().inNamespace("default").list().getItems())
        .filteredOn(news -> "PaymentsInFlight".equals(news.getReason()))
        .anySatisfy(
            news -> {
              assertThat(news.getType()).isEqualTo("Warning");
              assertThat(news.getMessage()).contains(namespace + "/unheard", schema, "5 payments");
            });
    assertNothingOfAJobIsLeft();
  }

  @ResourceLock(JOBS)
  @WaitingTest
  void whereNothingIsOpenThereIsNoJob() throws Exception {
    TicketEvent event = selling("quiet", "Delete");
    migrate(event);

    WORLD.requests.forget("/apis/batch/v1");
    WORLD.user.namespaces().withName(namespace).delete();
    awaitNamespaceGone();

    assertThat(schemas(event)).isEqualTo("0");
    assertThat(WORLD.requests.writes("/apis/batch/v1")).isEmpty();
  }

  @ResourceLock(value = JOBS, mode = ResourceAccessMode.READ)
  @WaitingTest
  void theJobMayDoNoMoreThanItNeeds() throws Exception {
    leaveOpen(selling("bounded", "Delete"));
    WORLD.user.namespaces().withName(namespace).delete();
    JobPod pod = jobPod("bounded");

    Job job = jobs().getFirst();
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
            WORLD
                .user
                .secrets()
                .inNamespace(World.OPERATOR_NAMESPACE)
                .withName(job.getMetadata().getName())
                .require()
                .getData())
        .as("no key of tokens or tickets")
        .containsOnlyKeys("logins.json", "postgres-password");

    pod.run();
    awaitNamespaceGone();
  }

  private TicketEvent selling(String name, String policy) {
    WORLD.create(Manifests.event(namespace, name, "main", policy, "now"));
    return WORLD.awaitProvisioned(namespace, name);
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
            WORLD
                .user
                .configMaps()
                .inNamespace(event.getMetadata().getNamespace())
                .withName(event.getMetadata().getName() + "-config")
                .require()
                .getData()
                .get("boot.json"));
    Address address = new Address(boot.postgres(), Optional.empty());
    new Migrations(
            address, WORLD.file(event, "-owner", "postgres-password"), Duration.ofSeconds(10))
        .run();
    Database database = Database.open("test", address, WORLD.logins(event).postgres(), 2, null);
    databases.add(database);
    return database;
  }

  /** The pod that the Job controller made, once the Job was let go. */
  private JobPod jobPod(String event) {
    Pod pod =
        await()
            .atMost(PATIENCE)
            .until(
                () -> JobPod.all(WORLD).stream().filter(found -> settles(found, event)).findFirst(),
                Optional::isPresent)
            .orElseThrow();
    JobPod run = new JobPod(WORLD, pod);
    pods.add(run);
    return run;
  }

  private List<Job> jobs() {
    return WORLD
        .user
        .batch()
        .v1()
        .jobs()
        .inNamespace(World.OPERATOR_NAMESPACE)
        .withLabel(SETTLES, namespace)
        .list()
        .getItems();
  }

  private boolean settles(HasMetadata object, String event) {
    var labels = object.getMetadata().getLabels();
    return namespace.equals(labels.get(SETTLES))
        && event.equals(labels.get("onsale.dev/settles-event"));
  }

  private void awaitNamespaceGone() {
    await().atMost(PATIENCE).until(() -> WORLD.user.namespaces().withName(namespace).get() == null);
  }

  private void assertNothingOfAJobIsLeft() {
    var user = WORLD.user;
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
                                    .withLabel(SETTLES, namespace)
                                    .list()
                                    .getItems(),
                                user.pods()
                                    .inNamespace(World.OPERATOR_NAMESPACE)
                                    .withLabel(SETTLES, namespace)
                                    .list()
                                    .getItems(),
                                user.secrets()
                                    .inNamespace(World.OPERATOR_NAMESPACE)
                                    .withLabel(SETTLES, namespace)
                                    .list()
                                    .getItems(),
                                user.configMaps()
                                    .inNamespace(World.OPERATOR_NAMESPACE)
                                    .withLabel(SETTLES, namespace)
                                    .list()
                                    .getItems(),
                                user.network()
                                    .v1()
                                    .networkPolicies()
                                    .inNamespace(World.OPERATOR_NAMESPACE)
                                    .withLabel(SETTLES, namespace)
                                    .list()
                                    .getItems())
                            .flatMap(List::stream))
                    .isEmpty());
  }

  private List<String> states(TicketEvent event, List<UUID> orders) throws SQLException {
    List<String> states = new ArrayList<>();
    for (UUID order : orders) {
      states.add(
          WORLD.superuser(
              "SELECT state FROM %s.orders WHERE id = '%s'"
                  .formatted(WORLD.identity(event).storeKey(), order)));
    }
    return states;
  }

  private String count(TicketEvent event, String table, String condition) throws SQLException {
    return WORLD.superuser(
        "SELECT count(*) FROM %s.%s WHERE %s"
            .formatted(WORLD.identity(event).storeKey(), table, condition));
  }

  private String sum(TicketEvent event, String query) throws SQLException {
    return WORLD.superuser(query.formatted(WORLD.identity(event).storeKey()));
  }

  private String schemas(TicketEvent event) throws SQLException {
    return WORLD.superuser(
        "SELECT count(*) FROM pg_namespace WHERE nspname = '%s'"
            .formatted(WORLD.identity(event).storeKey()));
  }

  private String mayLogIn(TicketEvent event) throws SQLException {
    return WORLD.superuser(
        "SELECT bool_or(rolcanlogin) FROM pg_roles WHERE rolname LIKE '%s%%'"
            .formatted(WORLD.identity(event).storeKey()));
  }
}
