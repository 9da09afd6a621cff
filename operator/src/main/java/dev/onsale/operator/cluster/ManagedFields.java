package dev.onsale.operator.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code metadata.managedFields}: who wrote which field of an object. */
public final class ManagedFields {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ManagedFields() {}

  /** The part of an object that we applied ourselves; empty if we applied nothing of it. */
  public static Optional<JsonNode> declared(HasMetadata object, List<String> part) {
    JsonNode value = MAPPER.valueToTree(object);
    for (String name : part) {
      value = value.path(name);
    }
    JsonNode whole = value;
    return entries(object).stream()
        .filter(entry -> ours(entry) && "Apply".equals(entry.getOperation()))
        .map(entry -> below(entry, part))
        .filter(Objects::nonNull)
        .map(fields -> extract(whole, fields))
        .findFirst();
  }

  static List<ManagedFieldsEntry> entries(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getManagedFields(), List.of());
  }

  static boolean ours(ManagedFieldsEntry entry) {
    return EventLabels.OPERATOR.equals(entry.getManager());
  }

  /** The fields of an entry below a part of the object; null if it has none there. */
  static @Nullable JsonNode below(ManagedFieldsEntry entry, List<String> part) {
    JsonNode node = entry.getFieldsV1() == null ? null : MAPPER.valueToTree(entry.getFieldsV1());
    for (String name : part) {
      node = node == null ? null : node.get("f:" + name);
    }
    return node;
  }

  /** What an item of a list is told by, such as {@code {"name":"runtime"}}. */
  static JsonNode keys(String step) {
    try {
      return MAPPER.readTree(step.substring(2));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("No key of managedFields: " + step, e);
    }
  }

  /**
   * The part of a value that these fields name: of a Deployment's template what we applied, without
   * what the API server filled in and what others added.
   */
  static JsonNode extract(JsonNode value, JsonNode fields) {
    boolean whole = fields.isEmpty() || (fields.size() == 1 && fields.has("."));
    if (whole || value.isValueNode()) {
      return value;
    }
    return value.isArray() ? items((ArrayNode) value, fields) : members(value, fields);
  }

  private static JsonNode members(JsonNode value, JsonNode fields) {
    ObjectNode kept = MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      String name = field.getKey().startsWith("f:") ? field.getKey().substring(2) : "";
      JsonNode member = value.get(name);
      if (member != null) {
        kept.set(name, extract(member, field.getValue()));
      }
    }
    return kept;
  }

  private static JsonNode items(ArrayNode value, JsonNode fields) {
    ArrayNode kept = MAPPER.createArrayNode();
    for (JsonNode item : value) {
      for (Map.Entry<String, JsonNode> field : fields.properties()) {
        if (field.getKey().startsWith("k:") && has(item, keys(field.getKey()))) {
          kept.add(extract(item, field.getValue()));
        } else if (field.getKey().startsWith("v:") && item.equals(keys(field.getKey()))) {
          kept.add(item);
        }
      }
    }
    return kept;
  }

  private static boolean has(JsonNode item, JsonNode keys) {
    return keys.properties().stream()
        .allMatch(key -> key.getValue().equals(item.get(key.getKey())));
  }
}
