package dev.onsale.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Map;
import java.util.TreeMap;

/** The single values of an object that the operator declares, by their JSON pointer. */
final class DeclaredFields {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private DeclaredFields() {}

  static Map<String, JsonNode> of(GenericKubernetesResource object) {
    Map<String, JsonNode> values = new TreeMap<>();
    JsonNode tree = MAPPER.valueToTree(object);
    for (ManagedFieldsEntry entry : object.getMetadata().getManagedFields()) {
      if ("onsale-operator".equals(entry.getManager()) && entry.getSubresource() == null) {
        walk("", tree, MAPPER.valueToTree(entry.getFieldsV1()), values);
      }
    }
    return values;
  }

  private static void walk(
      String pointer, JsonNode value, JsonNode fields, Map<String, JsonNode> values) {
    if (value.isValueNode()) {
      values.put(pointer, value);
    } else if (fields.isEmpty() && value.isObject()) {
      value
          .properties()
          .forEach(e -> walk(pointer + "/" + escaped(e.getKey()), e.getValue(), fields, values));
    } else if (fields.isEmpty()) {
      for (int index = 0; index < value.size(); index++) {
        walk(pointer + "/" + index, value.get(index), fields, values);
      }
    } else {
      fields.properties().forEach(field -> step(pointer, value, field, values));
    }
  }

  private static void step(
      String pointer,
      JsonNode value,
      Map.Entry<String, JsonNode> field,
      Map<String, JsonNode> values) {
    String key = field.getKey();
    if (key.startsWith("f:") && value.has(key.substring(2))) {
      String name = key.substring(2);
      walk(pointer + "/" + escaped(name), value.get(name), field.getValue(), values);
    } else if (key.startsWith("k:")) {
      for (int index = 0; index < value.size(); index++) {
        if (matches(value.get(index), key.substring(2))) {
          walk(pointer + "/" + index, value.get(index), field.getValue(), values);
        }
      }
    }
  }

  private static boolean matches(JsonNode item, String keys) {
    try {
      return MAPPER.readTree(keys).properties().stream()
          .allMatch(key -> key.getValue().equals(item.get(key.getKey())));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(keys, e);
    }
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
