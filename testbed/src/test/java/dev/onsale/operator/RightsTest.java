package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.AskedRights.Asked;
import dev.onsale.operator.cluster.EventLabels;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The chart's roles against what the operator does with them over the life of its objects. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsTest {

  /** Used only where a cluster serves them; {@code PresenceTest} and its neighbours do. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "gateway.networking.k8s.io",
          "keda.sh",
          "monitoring.coreos.com",
          "argoproj.io",
          "networking.k8s.io");

  private static final OperatorSettings LEADING =
      new OperatorSettings(
          World.OPERATOR_NAMESPACE,
          true,
          "test",
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5));

  /**
   * A platform or an event is read anew only after a conflict, which this life brings about by
   * chance at most; and the SDK refuses to start without the right to update the Lease, which it
   * then patches.
   */
  private static final Set<Asked> NEEDED_ALL_THE_SAME =
      Set.of(
          new Asked(false, "onsale.dev", "ticketplatforms", "get"),
          new Asked(false, "onsale.dev", "ticketevents", "get"),
          new Asked(true, "coordination.k8s.io", "leases", "update"));

  private final World world = new World(LEADING);

  @BeforeAll
  void aLife() throws SQLException {
    String namespace = world.newNamespace();
    world.create(Manifests.event(namespace, "kept"));
    world.create(
        Manifests.event(namespace, "dropped", "main", "Delete", "later")
            .replace("{min: 1, max: 2}", "{min: 2, max: 3}"));
    world.awaitProvisioned(namespace, "kept");
    world.awaitProvisioned(namespace, "dropped");
    aLiveEditReachesAPod(namespace);
    aHandEditIsUndone(namespace);
    webhooksAreRoutedForAWhile();
    aSeatMapIsLookedFor(namespace);
    anEndWithMoneyInFlight(namespace);
    theEndWithoutPostgres(namespace);
  }

  @AfterAll
  void end() {
    world.close();
  }

  @Test
  void nothingItDoesIsForbidden() {
    assertThat(world.rights.forbidden()).isEmpty();
  }

  @Test
  void noRightIsGivenThatItDoesNotUse() {
    Set<Asked> unused = granted();
    unused.removeAll(world.rights.asked());
    unused.removeAll(NEEDED_ALL_THE_SAME);
    assertThat(unused).filteredOn(right -> !OPTIONAL.contains(right.group())).isEmpty();
  }

  @Test
  void noRoleSaysEverything() {
    assertThat(granted())
        .noneMatch(right -> (right.verb() + right.resource() + right.group()).contains("*"));
  }

  private void anEndWithMoneyInFlight(String namespace) throws SQLException {
    TicketEvent event = world.event(namespace, "dropped").require();
    try (var owner = world.connect(event, true);
        var statement = owner.createStatement()) {
      statement.execute("CREATE TABLE payment_attempts (state text)");
      statement.execute("INSERT INTO payment_attempts VALUES ('OPEN')");
    }
    world.event(namespace, "dropped").delete();
    world.settlingFails(namespace, "dropped");
    world.awaitGone(namespace, "dropped");
  }

  private void aLiveEditReachesAPod(String namespace) {
    Pods.running(world, namespace, "kept");
    var pod = world.user.pods().inNamespace(namespace).withName("kept-pod");
    world.patch(namespace, "kept", "{\"spec\":{\"title\":\"Another evening\"}}");
    await()
        .atMost(World.PATIENCE)
        .until(() -> EventLabels.annotation(pod.require(), EventLabels.FILES) != null);
    pod.withGracePeriod(0).delete();
  }

  private void aSeatMapIsLookedFor(String namespace) {
    String mapped = Manifests.event(namespace, "mapped");
    int sections = mapped.indexOf("seating:");
    world.create(
        mapped.substring(0, sections)
            + "seating: {mapRef: {name: hall, key: seats.json}}"
            + mapped.substring(mapped.indexOf('\n', sections)));
    world.awaitCondition(namespace, "mapped", "SpecValid", "False", "SeatMapMissing");
    world.event(namespace, "mapped").delete();
    world.awaitGone(namespace, "mapped");
  }

  private void aHandEditIsUndone(String namespace) {
    world
        .user
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("kept-config")
                .endMetadata()
                .addToData("live.json", "{}")
                .build())
        .forceConflicts()
        .serverSideApply();
    await()
        .atMost(World.PATIENCE)
        .until(
            () ->
                !world
                    .user
                    .configMaps()
                    .inNamespace(namespace)
                    .withName("kept-config")
                    .require()
                    .getData()
                    .get("live.json")
                    .equals("{}"));
  }

  private void webhooksAreRoutedForAWhile() {
    replicasOfTheRouter(2);
    await().atMost(World.PATIENCE).until(() -> router() && budget());
    replicasOfTheRouter(0);
    await().atMost(World.PATIENCE).until(() -> !router() && !budget());
  }

  private void replicasOfTheRouter(int replicas) {
    world
        .user
        .resources(TicketPlatform.class)
        .withName("main")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"payment\":{\"webhookReplicas\":%d}}}".formatted(replicas));
  }

  private boolean router() {
    return world
            .user
            .apps()
            .deployments()
            .inNamespace(World.OPERATOR_NAMESPACE)
            .withName("onsale-webhooks-main")
            .get()
        != null;
  }

  private boolean budget() {
    return world
            .user
            .policy()
            .v1()
            .podDisruptionBudget()
            .inNamespace(World.OPERATOR_NAMESPACE)
            .withName("onsale-webhooks-main")
            .get()
        != null;
  }

  private void theEndWithoutPostgres(String namespace) {
    world.stores.postgres().stop();
    try {
      world.event(namespace, "kept").delete();
      world.awaitGone(namespace, "kept");
    } finally {
      world.stores.postgres().restart();
    }
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
              return left == null || left.isEmpty();
            });
    world.user.resources(TicketPlatform.class).withName("main").delete();
    await()
        .atMost(World.PATIENCE)
        .until(() -> world.user.resources(TicketPlatform.class).withName("main").get() == null);
  }

  private static Set<Asked> granted() {
    return ChartRights.rendered(Map.of()).stream()
        .filter(object -> object.getKind().endsWith("Role"))
        .flatMap(
            role -> {
              boolean own = role.getKind().equals("Role");
              List<?> rules = (List<?>) role.getAdditionalProperties().get("rules");
              return rules.stream().flatMap(rule -> rights(own, (Map<?, ?>) rule).stream());
            })
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Asked> rights(boolean own, Map<?, ?> rule) {
    List<Asked> rights = new ArrayList<>();
    for (Object group : (List<?>) rule.get("apiGroups")) {
      for (Object resource : (List<?>) rule.get("resources")) {
        for (Object verb : (List<?>) rule.get("verbs")) {
          rights.add(new Asked(own, group.toString(), resource.toString(), verb.toString()));
        }
      }
    }
    return rights;
  }
}
