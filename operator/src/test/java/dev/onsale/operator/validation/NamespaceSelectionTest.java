package dev.onsale.operator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.EventNamespaces;
import dev.onsale.api.v1alpha1.Selector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamespaceSelectionTest {

  @Test
  void anAbsentOrEmptySelectorAllowsNone() {
    assertThat(allows(null, Map.of("a", "b"))).isFalse();
    assertThat(allows(new Selector(Map.of(), List.of()), Map.of("a", "b"))).isFalse();
  }

  @Test
  void labelsMustAllMatch() {
    Selector selector = new Selector(Map.of("team", "events", "tier", "gold"), List.of());
    assertThat(allows(selector, Map.of("team", "events", "tier", "gold", "x", "y"))).isTrue();
    assertThat(allows(selector, Map.of("team", "events"))).isFalse();
  }

  @Test
  void expressionsReadAsInKubernetes() {
    assertThat(allows(expression("In", "a", "b"), Map.of("k", "b"))).isTrue();
    assertThat(allows(expression("In", "a"), Map.of())).isFalse();
    assertThat(allows(expression("NotIn", "a"), Map.of())).isTrue();
    assertThat(allows(expression("NotIn", "a"), Map.of("k", "a"))).isFalse();
    assertThat(allows(expression("Exists"), Map.of("k", ""))).isTrue();
    assertThat(allows(expression("DoesNotExist"), Map.of("k", ""))).isFalse();
    assertThat(allows(expression("Like", "a"), Map.of("k", "a"))).isFalse();
  }

  private static Selector expression(String operator, String... values) {
    return new Selector(Map.of(), List.of(new Selector.Expression("k", operator, List.of(values))));
  }

  private static boolean allows(Selector selector, Map<String, String> labels) {
    return NamespaceSelection.allows(new EventNamespaces(selector), labels);
  }
}
