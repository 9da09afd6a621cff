package dev.onsale.crd;

import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The schema of {@code metav1.Condition}, which the generator cannot see in fabric8's class. */
final class Conditions {
  private static final Map<String, Long> MAX_LENGTH =
      Map.of("type", 316L, "reason", 1024L, "message", 32768L, "status", 7L);

  private Conditions() {}

  static void finish(JSONSchemaProps list) {
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of("type"));
    list.setMaxItems(32L);
    var item = list.getItems().getSchema();
    item.setRequired(List.of("lastTransitionTime", "message", "reason", "status", "type"));
    var fields = item.getProperties();
    MAX_LENGTH.forEach((name, length) -> fields.get(name).setMaxLength(length));
    fields.get("lastTransitionTime").setFormat("date-time");
    fields
        .get("status")
        .setEnum(
            Stream.of("True", "False", "Unknown")
                .map(TextNode::new)
                .map(n -> (com.fasterxml.jackson.databind.JsonNode) n)
                .toList());
    fields.get("type").setDescription("What it speaks of.");
    fields.get("status").setDescription("True, False or Unknown.");
    fields.get("reason").setDescription("Why, in one word.");
    fields.get("message").setDescription("Why and what to do, for people.");
    fields.get("lastTransitionTime").setDescription("When status changed last.");
    fields.get("observedGeneration").setDescription("The spec's generation it speaks of.");
  }
}
