package dev.onsale.testbed.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.testbed.binaries.KubernetesBinaries;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlPlaneTest {
  private final KubernetesClient client = ControlPlane.shared().client();

  @Test
  void itIsThePinnedVersion() {
    assertThat(client.getKubernetesVersion().getGitVersion())
        .isEqualTo("v" + KubernetesBinaries.VERSION);
  }

  @Test
  void itAppliesOnTheServerAndCollectsGarbage() {
    namespace("garbage");
    ConfigMap owner = client.resource(configMap("owner").build()).serverSideApply();
    ConfigMap child =
        configMap("child")
            .editMetadata()
            .addNewOwnerReference()
            .withApiVersion("v1")
            .withKind("ConfigMap")
            .withName("owner")
            .withUid(owner.getMetadata().getUid())
            .endOwnerReference()
            .endMetadata()
            .build();
    client.resource(child).serverSideApply();
    client.resource(owner).delete();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> client.configMaps().inNamespace("garbage").withName("child").get() == null);
  }

  @Test
  void aUserWithoutRightsIsRefused() {
    Token visitor = new Token("visitor-token", "visitor", List.of("visitors"));
    try (ControlPlane plane = ControlPlane.start(ControlPlane.Controllers.OFF, visitor);
        KubernetesClient stranger = plane.client(visitor)) {
      assertThatThrownBy(() -> stranger.configMaps().inNamespace("default").list())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("visitor");
    }
  }

  private void namespace(String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  private static ConfigMapBuilder configMap(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("garbage")
        .endMetadata();
  }
}
