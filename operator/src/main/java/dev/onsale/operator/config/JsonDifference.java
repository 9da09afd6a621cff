package dev.onsale.operator.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One place where two JSON documents differ. Items of lists are told apart by their {@code name},
 * else by position, so that an inserted container is one difference.
 *
 * @param path such as {@code spec.containers[runtime].image}
 * @param before null where there was nothing
 * @param after null where nothing is left
 */
public record JsonDifference(String path, @Nullable JsonNode before, @Nullable JsonNode after) {

  /** All differences, outermost first. */
  public static List<JsonDifference> between(JsonNode before, JsonNode after) {
    List<JsonDifference> found = new ArrayList<>();
    compare("", before, after, found);
    return found;
  }

  private static void compare(
      String path,
      @Nullable JsonNode before,
      @Nullable JsonNode after,
      List<JsonDifference> found) {
    if (before != null && before.equals(after)) {
      return;
    }
    if (before != null && after != null && before.isObject() && after.isObject()) {
      descend(members(path, before), members(path, after), found);
    } else if (before != null && after != null && before.isArray() && after.isArray()) {
      descend(items(path, before), items(path, after), found);
    } else {
      found.add(new JsonDifference(path, before, after));
    }
  }

  private static void descend(
      Map<String, JsonNode> before, Map<String, JsonNode> after, List<JsonDifference> found) {
    Set<String> paths = new LinkedHashSet<>(before.keySet());
    paths.addAll(after.keySet());
    for (String path : paths) {
      compare(path, before.get(path), after.get(path), found);
    }
  }

  private static Map<String, JsonNode> members(String path, JsonNode object) {
    Map<String, JsonNode> members = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            entry ->
                members.put(
                    path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                    entry.getValue()));
    return members;
  }

  private static Map<String, JsonNode> items(String path, JsonNode array) {
    Map<String, JsonNode> items = new LinkedHashMap<>();
    for (int index = 0; index < array.size(); index++) {
      JsonNode item = array.get(index);
      String key = item.hasNonNull("name") ? item.get("name").asText() : String.valueOf(index);
      items.put(path + "[" + key + "]", item);
    }
    return items;
  }
}
