package dev.onsale.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.testbed.buyers.Journal;
import dev.onsale.testbed.demo.Cluster;
import dev.onsale.testbed.demo.ContextCluster;
import dev.onsale.testbed.demo.Demo;
import dev.onsale.testbed.demo.DemoOptions;
import dev.onsale.testbed.demo.Evidence;
import dev.onsale.testbed.demo.Installation;
import dev.onsale.testbed.demo.LocalCluster;
import dev.onsale.testbed.demo.Report;
import dev.onsale.testbed.demo.Steps;
import dev.onsale.testbed.demo.Terminal;
import dev.onsale.testbed.image.Application;
import dev.onsale.testbed.install.OperatorInstall;
import dev.onsale.testbed.process.Folders;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Sales in which something is killed; {@link DemoCommandTest} has one in which nothing is. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SaleOnLocalNodeTest {
  private static final int BUYERS = 2000;

  private final Terminal terminal = new Terminal(System.out, false);
  private final Steps steps = new Steps(terminal);
  private LocalCluster cluster;

  @TempDir private Path folder;

  @BeforeAll
  void installOnALocalNode() throws Exception {
    cluster = LocalCluster.start(steps);
    Installation.onto(cluster, steps);
  }

  @AfterAll
  void endTheNode() {
    if (cluster != null) {
      cluster.close();
    }
    steps.close();
  }

  @Test
  void killingTheOperatorAndTheRuntimePodsOneAfterTheOtherLosesNoConfirmedOrder() throws Exception {
    Report report =
        sale(
            "killed",
            (cluster, journal) -> {
              List<Pod> runtime = pods(cluster, "killed");
              awaitTickets(journal, 100);
              for (Pod pod : pods(cluster, OperatorInstall.NAMESPACE)) {
                Processes.killContainersOf(pod);
              }
              awaitTickets(journal, 200);
              Processes.killContainersOf(runtime.getFirst());
              awaitTickets(journal, 400);
              Processes.killContainersOf(runtime.getLast());
            });

    assertKept(report);
    assertThat(report.joined()).isGreaterThan(BUYERS / 2);
    assertThat(report.notChecked()).isEmpty();
    assertThat(report.kubernetesVersion()).startsWith("v1.");
  }

  @Test
  void anyClusterServesByItsKubeconfigThroughAPortForward() throws Exception {
    Path platform = folder.resolve("platform.yaml");
    Files.writeString(
        platform,
        cluster.platform().stream().map(Serialization::asYaml).collect(Collectors.joining("\n")));
    Config config = Config.fromKubeconfig(cluster.node().kubeconfig().toFile());
    var images =
        new ContextCluster.ImageNames(
            Application.OPERATOR.image(), Application.BOOKING_RUNTIME.image());
    Path club = Folders.checkout().resolve("examples/club.yaml");
    try (var any = new ContextCluster(config, platform, images)) {
      Installation.onto(any, steps);
      Report report =
          new Demo(new DemoOptions(600, club, false, null, 2), terminal, steps)
              .run(any, Demo.DuringSale.NOTHING);

      assertThat(report.breaches()).isEmpty();
      assertThat(report.sold()).isEqualTo(400);
      assertThat(report.notChecked()).isEmpty();
    } finally {
      deleteEvents(cluster, "club");
    }
  }

  private static void assertKept(Report report) {
    assertThat(report.breaches()).isEmpty();
    assertThat(report.sold()).isEqualTo(report.capacity());
    assertThat(report.oversold()).isZero();
    assertThat(report.paidWithoutTicketOrRefund()).isZero();
    assertThat(report.turnViolations()).isZero();
    assertThat(report.maxActiveSeen()).isBetween(1, report.maxActiveConfigured());
  }

  private static List<Pod> pods(Cluster cluster, String namespace) {
    return cluster.client().pods().inNamespace(namespace).list().getItems();
  }

  private static void awaitTickets(Journal journal, int tickets) throws InterruptedException {
    while (journal.tally().tickets() < tickets) {
      Thread.sleep(Duration.ofMillis(100));
    }
  }

  /** The theatre, in a namespace of its own. */
  private Report sale(String namespace, Demo.DuringSale during) throws Exception {
    Path event = folder.resolve(namespace + ".yaml");
    Files.writeString(event, theatreIn(namespace));
    var options = new DemoOptions(BUYERS, event, false, null, 1);
    try {
      Report report = new Demo(options, terminal, steps).run(cluster, during);
      if (!report.isSuccess()) {
        new Evidence(cluster.client(), Folders.logs().resolve(namespace))
            .save(List.of(OperatorInstall.NAMESPACE, namespace));
      }
      return report;
    } finally {
      // its pods would take the next sale's processor
      deleteEvents(cluster, namespace);
    }
  }

  /** A selling event is deleted only with its name as confirmation. */
  private static void deleteEvents(Cluster cluster, String namespace) {
    var events = cluster.client().resources(TicketEvent.class).inNamespace(namespace);
    for (TicketEvent event : events.list().getItems()) {
      String name = event.getMetadata().getName();
      events
          .withName(name)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\":{\"annotations\":{\"onsale.dev/confirm-delete\":\"%s\"}}}"
                  .formatted(name));
      events.withName(name).delete();
    }
  }

  private static String theatreIn(String namespace) throws IOException {
    return Files.readString(Folders.checkout().resolve("examples/theatre.yaml"))
        .replace("namespace: theatre", "namespace: " + namespace);
  }
}
