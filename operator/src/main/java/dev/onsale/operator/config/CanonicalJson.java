package dev.onsale.operator.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;

/** Objects as JSON with sorted keys: equal content gives equal text, in every process. */
public final class CanonicalJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private CanonicalJson() {}

  /** The object as a tree. */
  public static JsonNode tree(Object object) {
    return MAPPER.valueToTree(object);
  }

  /** The object as maps, lists and values: those that reading its text gives. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> plain(Object object) {
    try {
      // Through the text: a small number of type long is read back, and compared, as an integer.
      return MAPPER.readValue(MAPPER.writeValueAsString(object), Map.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(object.getClass() + " cannot be written as JSON", e);
    }
  }

  /**
   * @throws IllegalArgumentException if the tree is no such object
   */
  public static <T> T read(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "No " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  /** 16 hex digits of SHA-256 over the sorted text. */
  public static String hash(Object object) {
    return JsonFiles.hash(text(object));
  }

  /** The object as text with sorted keys. */
  public static String text(Object object) {
    try {
      // Through plain maps, because the order of a tree's keys is that of their insertion.
      return MAPPER.writeValueAsString(MAPPER.convertValue(tree(object), Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(object.getClass() + " cannot be written as JSON", e);
    }
  }
}
