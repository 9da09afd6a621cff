package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.event.dependent.RuntimePods;
import dev.onsale.runtime.EventServices;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What takes payment webhooks for all events of a platform, in the operator's namespace. */
class WebhookRouterTest {

  private static final Path GOLDEN =
      Path.of("src", "test", "resources", "children", "webhook-router.yaml");
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          ServiceAccount.class,
          ConfigMap.class,
          NetworkPolicy.class,
          Deployment.class,
          Service.class,
          PodDisruptionBudget.class,
          Ingress.class);
  private static final AtomicInteger PLATFORMS = new AtomicInteger();

  private final World world = World.shared();
  private final String platform = "paid" + PLATFORMS.incrementAndGet();
  private final String name = "onsale-webhooks-" + platform;
  private final String namespace = world.newNamespace();

  @BeforeEach
  void create() {
    world.createPlatform(
        Manifests.platform(world, platform)
            .replace(
                "spec:\n",
                """
                spec:
                  payment: {provider: Sandbox, webhookReplicas: 2}
                  routing: {type: Ingress, ingress: {className: nginx}, domain: tickets.example, tls: {secretName: wildcard}}
                  network:
                    ingressFrom: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress}}}]
                    egressTo:
                      postgres: [{cidrs: [10.0.20.0/23]}]
                      redis: [{cidrs: [10.0.30.0/23]}]
                      kafka: [{cidrs: [10.0.40.0/23]}]
                """));
  }

  @AfterEach
  void delete() {
    world
        .user
        .resources(TicketEvent.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(
            event -> {
              world.event(namespace, event.getMetadata().getName()).delete();
              world.awaitGone(namespace, event.getMetadata().getName());
            });
    platform().delete();
    await().atMost(World.PATIENCE).until(() -> platform().get() == null);
  }

  @Test
  void everyObjectIsAsDeclared() throws IOException {
    awaitAll();
    world.create(Manifests.event(namespace, "aurora", platform, "Retain", "1h"));
    world.create(
        Manifests.event(namespace, "borealis", platform, "Retain", "1h")
            .replace("spec:\n", "spec:\n  topology: Split\n"));
    awaitEvents("aurora", "borealis");

    String live =
        KINDS.stream()
            .map(kind -> declared(kind))
            .map(Serialization::asYaml)
            .reduce("", String::concat)
            .replace(namespace, "NAMESPACE")
            .replace(platform, "PLATFORM")
            .replaceAll("(onsale-webhooks-PLATFORM-)[0-9a-f]{16}", "$1HASH")
            .replaceAll("uid: .*", "uid: UID");
    if (System.getProperty("onsale.write") != null) {
      Files.writeString(GOLDEN, live);
    }
    assertThat(live).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void eventsAndRouterKnowTheSameSecret() {
    awaitAll();
    world.create(Manifests.event(namespace, "aurora", platform, "Retain", "1h"));
    world.awaitProvisioned(namespace, "aurora");

    Secret router =
        world
            .user
            .secrets()
            .inNamespace(World.OPERATOR_NAMESPACE)
            .withLabel("onsale.dev/platform", platform)
            .list()
            .getItems()
            .getFirst();
    Secret event = world.user.secrets().inNamespace(namespace).withName("aurora-runtime").require();
    assertThat(router.getImmutable()).isTrue();
    assertThat(router.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> assertThat(owner.getUid()).isEqualTo(platform().get().getMetadata().getUid()));
    assertThat(router.getData())
        .containsOnlyKeys("webhook-secret")
        .containsEntry("webhook-secret", event.getData().get("webhook-secret"));
  }

  @Test
  void whatStandsCostsNoWrite() {
    awaitAll();
    world.create(Manifests.event(namespace, "aurora", platform, "Retain", "1h"));
    awaitEvents("aurora");
    world.awaitProvisioned(namespace, "aurora");

    world.awaitSilence(name);
    world.awaitSilence("ticketplatforms/" + platform);
  }

  @Test
  void handEditsAreUndoneAndWhatIsDeletedReturns() {
    awaitAll();
    patch(Deployment.class, "{\"spec\":{\"replicas\":7}}");
    patch(Service.class, "{\"spec\":{\"selector\":{\"onsale.dev/platform\":\"elsewhere\"}}}");
    patch(ConfigMap.class, "{\"data\":{\"events.json\":\"{}\"}}");
    patch(NetworkPolicy.class, "{\"spec\":{\"ingress\":[{}]}}");
    patch(Ingress.class, "{\"spec\":{\"rules\":[{\"host\":\"elsewhere.example\"}]}}");
    object(PodDisruptionBudget.class).delete();
    object(ServiceAccount.class).delete();

    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(get(Deployment.class).getSpec().getReplicas()).isEqualTo(2);
              assertThat(get(Service.class).getSpec().getSelector())
                  .containsEntry("onsale.dev/platform", platform);
              assertThat(get(ConfigMap.class).getData().get("events.json")).contains("services");
              assertThat(get(NetworkPolicy.class).getSpec().getIngress())
                  .allSatisfy(rule -> assertThat(rule.getPorts()).isNotEmpty());
              assertThat(get(Ingress.class).getSpec().getRules())
                  .singleElement()
                  .satisfies(
                      rule -> assertThat(rule.getHost()).isEqualTo("payments.tickets.example"));
              assertThat(object(PodDisruptionBudget.class).get()).isNotNull();
              assertThat(object(ServiceAccount.class).get()).isNotNull();
            });
  }

  @Test
  void theConditionSaysWhereTheProviderSendsTo() {
    world.awaitPlatform(platform, "WebhooksRouted", "Unknown", "Starting");
    World.becomesReady(
        world.user.apps().deployments().inNamespace(World.OPERATOR_NAMESPACE).withName(name));

    assertThat(world.awaitPlatform(platform, "WebhooksRouted", "True", "Available"))
        .contains("https://payments.tickets.example/v1/payments/webhooks");
  }

  @Test
  void whoAsksForNoPodsHasNoneAndNoCondition() {
    awaitAll();

    configure("{\"spec\":{\"payment\":{\"webhookReplicas\":0}}}");

    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(KINDS)
                  .filteredOn(kind -> kind != ConfigMap.class)
                  .allSatisfy(kind -> assertThat(object(kind).get()).isNull());
              assertThat(platform().get().getStatus().conditions())
                  .noneMatch(condition -> condition.getType().equals("WebhooksRouted"));
            });
  }

  @Test
  void onePodHasNoBudgetThatWouldBlockEveryDrain() {
    awaitAll();

    configure("{\"spec\":{\"payment\":{\"webhookReplicas\":1},\"routing\":{\"type\":\"None\"}}}");

    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(get(Deployment.class).getSpec().getReplicas()).isEqualTo(1);
              assertThat(object(PodDisruptionBudget.class).get()).isNull();
              assertThat(object(Ingress.class).get()).isNull();
            });
  }

  @Test
  void withThePlatformEverythingGoes() {
    awaitAll();
    platform().delete();

    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(KINDS)
                    .filteredOn(kind -> kind != ConfigMap.class)
                    .allSatisfy(kind -> assertThat(object(kind).get()).isNull()));
  }

  @Test
  void anObjectOfSomebodyElseIsLeftAlone() {
    String other = "paid" + PLATFORMS.incrementAndGet();
    world
        .user
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(World.OPERATOR_NAMESPACE)
                .withName("onsale-webhooks-" + other)
                .endMetadata()
                .build())
        .create();
    world.createPlatform(
        Manifests.platform(world, other)
            .replace("spec:\n", "spec:\n  payment: {webhookReplicas: 1}\n"));

    assertThat(world.awaitPlatform(other, "WebhooksRouted", "False", "ChildConflict"))
        .contains("ServiceAccount", "onsale-webhooks-" + other, "onsale.dev/platform");
    world.user.resources(TicketPlatform.class).withName(other).delete();
    await()
        .atMost(World.PATIENCE)
        .until(() -> world.user.resources(TicketPlatform.class).withName(other).get() == null);
    assertThat(
            world
                .user
                .serviceAccounts()
                .inNamespace(World.OPERATOR_NAMESPACE)
                .withName("onsale-webhooks-" + other)
                .get())
        .isNotNull();
  }

  /** It would answer its webhooks with "ignored", and the provider would not repeat them. */
  @Test
  void anOperatorThatStartsForgetsNoEvent() {
    awaitAll();
    world.create(Manifests.event(namespace, "aurora", platform, "Retain", "1h"));
    awaitEvents("aurora");
    String version = get(ConfigMap.class).getMetadata().getResourceVersion();

    world.replaceOperator(Clock.systemUTC(), RuntimePods::template);
    configure("{\"spec\":{\"payment\":{\"webhookReplicas\":3}}}");

    await()
        .atMost(World.PATIENCE)
        .until(() -> Objects.equals(get(Deployment.class).getSpec().getReplicas(), 3));
    assertThat(get(ConfigMap.class).getMetadata().getResourceVersion()).isEqualTo(version);
  }

  private void awaitAll() {
    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () -> assertThat(KINDS).allSatisfy(kind -> assertThat(object(kind).get()).isNotNull()));
  }

  private void awaitEvents(String... events) {
    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () -> {
              EventServices known =
                  Serialization.unmarshal(
                      get(ConfigMap.class).getData().get("events.json"), EventServices.class);
              assertThat(known.services()).hasSize(events.length);
              assertThat(known.services().keySet())
                  .containsExactlyInAnyOrder(
                      List.of(events).stream()
                          .map(event -> namespace + "/" + event)
                          .toArray(String[]::new));
            });
  }

  private <T extends HasMetadata> Resource<T> object(Class<T> kind) {
    return world.user.resources(kind).inNamespace(World.OPERATOR_NAMESPACE).withName(name);
  }

  private <T extends HasMetadata> T get(Class<T> kind) {
    return object(kind).require();
  }

  private void patch(Class<? extends HasMetadata> kind, String json) {
    object(kind).patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  private void configure(String json) {
    platform().patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  private Resource<TicketPlatform> platform() {
    return world.user.resources(TicketPlatform.class).withName(platform);
  }

  private ObjectNode declared(Class<? extends HasMetadata> kind) {
    ObjectNode tree = Serialization.unmarshal(Serialization.asJson(get(kind)), ObjectNode.class);
    tree.remove("status");
    ((ObjectNode) tree.get("metadata"))
        .remove(
            List.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"));
    if (tree.path("spec").has("clusterIP")) {
      ((ObjectNode) tree.get("spec")).remove(List.of("clusterIP", "clusterIPs"));
    }
    return tree;
  }
}
