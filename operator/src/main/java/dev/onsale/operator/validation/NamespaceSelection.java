package dev.onsale.operator.validation;

import dev.onsale.api.v1alpha1.EventNamespaces;
import dev.onsale.api.v1alpha1.Selector;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which namespaces may use a platform. An absent or empty selector allows none. */
public final class NamespaceSelection {

  private NamespaceSelection() {}

  public static boolean allows(EventNamespaces namespaces, Map<String, String> labels) {
    Selector selector = namespaces.selector();
    return selector != null
        && !selector.empty()
        && selector.matchLabels().entrySet().stream()
            .allMatch(label -> label.getValue().equals(labels.get(label.getKey())))
        && selector.matchExpressions().stream()
            .allMatch(expression -> holds(expression, labels.get(expression.key())));
  }

  /** As Kubernetes reads it: NotIn also holds where the label is absent. */
  private static boolean holds(Selector.Expression expression, @Nullable String value) {
    return switch (expression.operator()) {
      case "In" -> value != null && expression.values().contains(value);
      case "NotIn" -> value == null || !expression.values().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }
}
