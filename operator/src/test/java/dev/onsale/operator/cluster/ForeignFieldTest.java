package dev.onsale.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForeignFieldTest {

  private static final List<String> TEMPLATE = List.of("spec", "template");

  @Test
  void anInjectedContainerIsOneFieldWithItsManager() {
    assertThat(
            foreign(
                """
                - manager: kubectl-edit
                  operation: Update
                  fieldsV1: {"f:spec": {"f:template": {"f:spec": {"f:containers": {
                    'k:{"name":"sidecar"}': {".": {}, "f:image": {}, "f:name": {}}}}}}}
                """))
        .extracting(ForeignField::toString)
        .containsExactly(
            "Deployment evening-runtime: spec.template.spec.containers[name=sidecar] by kubectl-edit");
  }

  @Test
  void aFieldThatWeDeclareTooIsNotForeign() {
    assertThat(
            foreign(
                """
                - manager: argocd-controller
                  operation: Apply
                  fieldsV1: {"f:spec": {"f:template": {"f:spec": {"f:containers": {
                    'k:{"name":"runtime"}': {"f:image": {}}}}}}}
                """))
        .isEmpty();
  }

  @Test
  void aRestartByHandIsTold() {
    assertThat(
            foreign(
                """
                - manager: kubectl-rollout
                  operation: Update
                  fieldsV1: {"f:spec": {"f:template": {"f:metadata": {"f:annotations": {
                    "f:kubectl.kubernetes.io/restartedAt": {}}}}}}
                """))
        .extracting(ForeignField::path)
        .containsExactly("spec.template.metadata.annotations[kubectl.kubernetes.io/restartedAt]");
  }

  @Test
  void autoscalersAndControllersWriteWhatIsTheirs() {
    assertThat(
            foreign(
                """
                - manager: horizontal-pod-autoscaler
                  operation: Update
                  subresource: scale
                  fieldsV1: {"f:spec": {"f:replicas": {}}}
                - manager: kube-controller-manager
                  operation: Update
                  subresource: status
                  fieldsV1: {"f:metadata": {"f:annotations": {"f:deployment.kubernetes.io/revision": {}}},
                    "f:status": {"f:replicas": {}}}
                """))
        .isEmpty();
  }

  private static List<ForeignField> foreign(String others) {
    return ForeignField.of(
        Serialization.unmarshal(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: evening-runtime
              managedFields:
              - manager: onsale-operator
                operation: Apply
                fieldsV1: {"f:spec": {"f:template": {
                  "f:metadata": {"f:annotations": {"f:onsale.dev/boot-hash": {}}},
                  "f:spec": {"f:containers": {'k:{"name":"runtime"}': {".": {}, "f:image": {}, "f:name": {}}}}}}}
            %s
            """
                .formatted(others.stripTrailing().indent(2)),
            Deployment.class),
        TEMPLATE);
  }
}
