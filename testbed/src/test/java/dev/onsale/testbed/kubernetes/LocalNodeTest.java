package dev.onsale.testbed.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class LocalNodeTest {
  @Test
  void twoNodesStandSideBySide() {
    try (LocalNode one = LocalNode.start();
        LocalNode other = LocalNode.start()) {
      one.awaitReady();
      other.awaitReady();
      assertThat(one.address()).isNotEqualTo(other.address());
      assertThat(one.client().nodes().list().getItems())
          .singleElement()
          .satisfies(node -> assertThat(node.getMetadata().getName()).isEqualTo(one.name()));
    }
  }
}
