package dev.onsale.operator.event.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.operator.config.CanonicalJson;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenderingTest {

  @Test
  void theOrderOfKeysDoesNotCount() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("b", "2");
    labels.put("a", "1");
    Map<String, String> sameLabels = new LinkedHashMap<>();
    sameLabels.put("a", "1");
    sameLabels.put("b", "2");

    assertThat(rendering("{}", pod("image:1", labels)).hash())
        .isEqualTo(rendering("{}", pod("image:1", sameLabels)).hash());
  }

  @Test
  void whatWasStoredReadsBackEqual() {
    Rendering rendering = rendering("{\"queueMode\":\"Fifo\"}", pod("image:1", Map.of("a", "1")));

    Rendering read = CanonicalJson.read(CanonicalJson.tree(rendering), Rendering.class);

    assertThat(read).isEqualTo(rendering);
    assertThat(read.hash()).isEqualTo(rendering.hash());
  }

  @Test
  void changesNameTheImageFirstAndFieldsByTheirPath() {
    Rendering before =
        rendering(
            "{\"queueMode\":\"Fifo\",\"postgres\":{\"host\":\"a\"}}", pod("image:1", Map.of()));
    Rendering after =
        rendering(
            "{\"queueMode\":\"Fifo\",\"postgres\":{\"host\":\"b\"}}",
            new PodTemplateSpecBuilder(pod("image:2", Map.of()))
                .editSpec()
                .withTerminationGracePeriodSeconds(90L)
                .endSpec()
                .build());

    assertThat(RenderingChanges.between(before, after))
        .isEqualTo(
            "image image:1 to image:2, boot.json postgres.host,"
                + " runtime.spec.terminationGracePeriodSeconds");
  }

  private static Rendering rendering(String boot, PodTemplateSpec pod) {
    return new Rendering(boot, Map.of("runtime", pod));
  }

  private static PodTemplateSpec pod(String image, Map<String, String> labels) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("runtime")
        .withImage(image)
        .endContainer()
        .endSpec()
        .build();
  }
}
