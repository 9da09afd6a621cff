package dev.onsale.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ZonesTest {

  private final Node a = node(Map.of(Zones.LABEL, "a"));
  private final Node b = node(Map.of(Zones.LABEL, "b"));
  private final Node unlabelled = node(Map.of());

  @Test
  void zonesCanBeRequiredWhereEveryNodeNamesItsOwn() {
    assertThat(Zones.everywhere(List.of(a, b))).isTrue();
    assertThat(Zones.everywhere(List.of(a, b, unlabelled))).isFalse();
    assertThat(Zones.everywhere(List.of())).isFalse();
  }

  @Test
  void aNodeThatTakesNoPodsHasNoSay() {
    Node cordoned = unlabelled.edit().editSpec().withUnschedulable(true).endSpec().build();
    Node controlPlane =
        unlabelled
            .edit()
            .editSpec()
            .withTaints(
                new Taint("NoSchedule", "node-role.kubernetes.io/control-plane", null, null))
            .endSpec()
            .build();
    assertThat(Zones.everywhere(List.of(a, b, cordoned, controlPlane))).isTrue();
  }

  private static Node node(Map<String, String> labels) {
    return new NodeBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }
}
