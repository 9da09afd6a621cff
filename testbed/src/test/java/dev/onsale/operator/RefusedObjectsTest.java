package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A namespace whose owners do not let the operator make everything: said, and tried again. */
class RefusedObjectsTest {

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @Test
  void aQuotaThatIsExhaustedIsNamedAndTheEventGoesOnWhenThereIsRoom() {
    var quota = apply(QUOTA);
    // What its controller would write; admission goes by it.
    world
        .user
        .resource(quota)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"status": {"hard": {"count/deployments.apps": "0"}, "used": {"count/deployments.apps": "0"}}}
            """);
    awaitRefusal("exceeded quota");
    world.create(Manifests.event(namespace, "cramped"));

    TicketEvent told =
        world.awaitCondition(namespace, "cramped", "RuntimeAvailable", "False", "QuotaExceeded");
    assertThat(World.message(told, "RuntimeAvailable")).contains("exceeded quota: small");
    world.awaitCondition(namespace, "cramped", "Ready", "False", "QuotaExceeded");

    world.user.resource(quota).delete();

    awaitStarted("cramped");
  }

  @Test
  void anAdmissionPolicyThatSaysNoIsNamedAndTheEventGoesOnWhenItAgrees() {
    List<GenericKubernetesResource> policy = ADMISSION.stream().map(this::apply).toList();
    awaitRefusal("images must be signed");
    world.create(Manifests.event(namespace, "unsigned"));

    TicketEvent told =
        world.awaitCondition(namespace, "unsigned", "RuntimeAvailable", "False", "AdmissionDenied");
    assertThat(World.message(told, "RuntimeAvailable"))
        .contains("Deployment", "images must be signed");

    policy.forEach(object -> world.user.resource(object).delete());

    awaitStarted("unsigned");
  }

  /** Until the API server goes by what was written. */
  private void awaitRefusal(String words) {
    GenericKubernetesResource any = World.generic(DEPLOYMENT.replace("NAMESPACE", namespace));
    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> world.user.resource(any).dryRun().create())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining(words));
  }

  private void awaitStarted(String event) {
    world.awaitCondition(namespace, event, "RuntimeAvailable", "Unknown", "Starting");
    world.podsBecomeReady(namespace, event);
    world.awaitCondition(namespace, event, "Ready", "True", "Ready");
  }

  private GenericKubernetesResource apply(String manifest) {
    GenericKubernetesResource object = World.generic(manifest.replace("NAMESPACE", namespace));
    world.user.resource(object).create();
    return object;
  }

  private static final String QUOTA =
      """
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: small, namespace: NAMESPACE}
      spec: {hard: {count/deployments.apps: "0"}}
      """;

  private static final List<String> ADMISSION =
      List.of(
          """
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingAdmissionPolicy
          metadata: {name: signed-NAMESPACE}
          spec:
            matchConstraints:
              resourceRules:
                - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
            validations:
              - {expression: "false", message: "images must be signed"}
          """,
          """
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingAdmissionPolicyBinding
          metadata: {name: signed-NAMESPACE}
          spec:
            policyName: signed-NAMESPACE
            validationActions: [Deny]
            matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAMESPACE}}}
          """);

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: any, namespace: NAMESPACE}
      spec:
        selector: {matchLabels: {any: any}}
        template:
          metadata: {labels: {any: any}}
          spec: {containers: [{name: any, image: "example.invalid/any:1"}]}
      """;
}
