package dev.onsale.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Map;
import java.util.TreeMap;

/**
 * The single values of an object that the operator declares, by their path with items of lists
 * named by key, which others' items do not shift.
 */
final class DeclaredFields {

  /**
   * @param pointer where the value is now
   */
  record Field(String pointer, JsonNode value) {}

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private DeclaredFields() {}

  static Map<String, Field> of(GenericKubernetesResource object) {
    Map<String, Field> values = new TreeMap<>();
    JsonNode tree = MAPPER.valueToTree(object);
    for (ManagedFieldsEntry entry : object.getMetadata().getManagedFields()) {
      if ("onsale-operator".equals(entry.getManager()) && entry.getSubresource() == null) {
        walk("", "", tree, MAPPER.valueToTree(entry.getFieldsV1()), values);
      }
    }
    return values;
  }

  private static void walk(
      String path, String pointer, JsonNode value, JsonNode fields, Map<String, Field> values) {
    if (value.isValueNode()) {
      values.put(path, new Field(pointer, value));
    } else if (fields.isEmpty() && value.isObject()) {
      value
          .properties()
          .forEach(
              e ->
                  walk(
                      path + "/" + e.getKey(),
                      pointer + "/" + escaped(e.getKey()),
                      e.getValue(),
                      fields,
                      values));
    } else if (fields.isEmpty()) {
      for (int index = 0; index < value.size(); index++) {
        walk(path + "/" + index, pointer + "/" + index, value.get(index), fields, values);
      }
    } else {
      fields.properties().forEach(field -> step(path, pointer, value, field, values));
    }
  }

  private static void step(
      String path,
      String pointer,
      JsonNode value,
      Map.Entry<String, JsonNode> field,
      Map<String, Field> values) {
    String key = field.getKey();
    if (key.startsWith("f:") && value.has(key.substring(2))) {
      String name = key.substring(2);
      walk(
          path + "/" + name,
          pointer + "/" + escaped(name),
          value.get(name),
          field.getValue(),
          values);
    } else if (key.startsWith("k:")) {
      for (int index = 0; index < value.size(); index++) {
        if (matches(value.get(index), key.substring(2))) {
          walk(path + "/" + key, pointer + "/" + index, value.get(index), field.getValue(), values);
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
