package dev.onsale.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.testbed.image.Application;
import dev.onsale.testbed.image.Images;
import dev.onsale.testbed.kubernetes.LocalNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(180)
class LocalNodeTest {
  @Test
  void twoNodesStandSideBySideAndRunOurImageWithoutAnyPrivilege() {
    try (LocalNode one = LocalNode.start();
        LocalNode other = LocalNode.start()) {
      other.importImage(Images.tar(Application.OPERATOR));
      one.awaitReady();
      other.awaitReady();
      assertThat(one.address()).isNotEqualTo(other.address());
      assertThat(one.client().nodes().list().getItems())
          .singleElement()
          .satisfies(node -> assertThat(node.getMetadata().getName()).isEqualTo(one.name()));

      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  other.client().serviceAccounts().inNamespace("default").withName("default").get()
                      != null);
      other.client().resource(javaVersion()).create();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  "Succeeded"
                      .equals(
                          other
                              .client()
                              .pods()
                              .inNamespace("default")
                              .withName("java")
                              .get()
                              .getStatus()
                              .getPhase()));
      assertThat(other.client().pods().inNamespace("default").withName("java").getLog())
          .contains("25");
    }
  }

  private static Pod javaVersion() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("java")
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withFsGroup(1000L)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .addNewContainer()
        .withName("java")
        .withImage(Application.OPERATOR.image())
        .withImagePullPolicy("Never")
        .withCommand("/opt/java/bin/java", "--version")
        .withNewSecurityContext()
        .withReadOnlyRootFilesystem(true)
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .endContainer()
        .endSpec()
        .build();
  }
}
