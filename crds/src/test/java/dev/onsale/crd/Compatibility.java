package dev.onsale.crd;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What a newer CustomResourceDefinition takes from those who have objects of an older one: a field,
 * a value, a wider bound, a default. Additions that are optional take nothing.
 */
final class Compatibility {

  private static final List<String> SAME =
      List.of(
          "type",
          "format",
          "pattern",
          "default",
          "nullable",
          "x-kubernetes-int-or-string",
          "x-kubernetes-preserve-unknown-fields",
          "x-kubernetes-list-type",
          "x-kubernetes-list-map-keys",
          "x-kubernetes-map-type");
  private static final List<String> LOWER_BOUNDS =
      List.of("minimum", "minLength", "minItems", "minProperties");
  private static final List<String> UPPER_BOUNDS =
      List.of("maximum", "maxLength", "maxItems", "maxProperties");

  private final List<String> breaks = new ArrayList<>();

  private Compatibility() {}

  /** One line a break, each with its path; none if old objects mean what they meant. */
  static List<String> breaks(JsonNode before, JsonNode now) {
    Compatibility comparison = new Compatibility();
    comparison.names(before.path("spec"), now.path("spec"));
    before.path("spec").path("versions").forEach(old -> comparison.version(old, now));
    return List.copyOf(comparison.breaks);
  }

  private void names(JsonNode before, JsonNode now) {
    for (String name : List.of("group", "scope")) {
      same("spec." + name, before.path(name), now.path(name));
    }
    for (String name : List.of("kind", "plural", "singular")) {
      same("spec.names." + name, before.path("names").path(name), now.path("names").path(name));
    }
    gone(before.path("names").path("shortNames"), now.path("names").path("shortNames"))
        .forEach(name -> breaks.add("spec.names.shortNames: %s was removed".formatted(name)));
  }

  private void version(JsonNode before, JsonNode all) {
    String name = before.path("name").asText();
    JsonNode now =
        StreamSupport.stream(all.path("spec").path("versions").spliterator(), false)
            .filter(version -> version.path("name").asText().equals(name))
            .filter(version -> version.path("served").asBoolean())
            .findFirst()
            .orElse(null);
    if (now == null) {
      breaks.add("version %s is no longer served".formatted(name));
      return;
    }
    same(name + ".subresources", before.path("subresources"), now.path("subresources"));
    schema(name, openApi(before), openApi(now));
  }

  private static JsonNode openApi(JsonNode version) {
    return version.path("schema").path("openAPIV3Schema");
  }

  private void schema(String path, JsonNode before, JsonNode now) {
    SAME.forEach(key -> same(path + " " + key, before.path(key), now.path(key)));
    LOWER_BOUNDS.forEach(key -> bound(path, key, before.path(key), now.path(key), 1));
    UPPER_BOUNDS.forEach(key -> bound(path, key, before.path(key), now.path(key), -1));
    values(path, before.path("enum"), now.path("enum"));
    gone(now.path("required"), before.path("required"))
        .forEach(name -> breaks.add("%s: %s became required".formatted(path, name)));
    rules(path, before.path("x-kubernetes-validations"), now.path("x-kubernetes-validations"));
    before
        .path("properties")
        .properties()
        .forEach(field -> field(path, field.getKey(), field.getValue(), now.path("properties")));
    if (before.has("items")) {
      schema(path + "[]", before.path("items"), now.path("items"));
    }
    if (before.path("additionalProperties").isObject()) {
      schema(path + "{}", before.path("additionalProperties"), now.path("additionalProperties"));
    }
  }

  private void field(String path, String name, JsonNode before, JsonNode now) {
    String where = path + "." + name;
    if (now.has(name)) {
      schema(where, before, now.path(name));
    } else {
      breaks.add(where + " was removed");
    }
  }

  private void values(String path, JsonNode before, JsonNode now) {
    if (before.isMissingNode() && !now.isMissingNode()) {
      breaks.add(path + ": takes only some values now");
    }
    if (!now.isMissingNode()) {
      gone(before, now)
          .forEach(value -> breaks.add("%s: value %s was removed".formatted(path, value)));
    }
  }

  private void rules(String path, JsonNode before, JsonNode now) {
    Set<String> known = new LinkedHashSet<>();
    before.forEach(rule -> known.add(rule.path("rule").asText()));
    now.forEach(
        rule -> {
          if (!known.contains(rule.path("rule").asText())) {
            breaks.add("%s: rule was added: %s".formatted(path, rule.path("rule").asText()));
          }
        });
  }

  /**
   * @param direction 1 where a higher bound refuses more, -1 where a lower one does
   */
  private void bound(String path, String key, JsonNode before, JsonNode now, int direction) {
    boolean tighter =
        !now.isMissingNode()
            && (before.isMissingNode()
                || direction * Double.compare(now.asDouble(), before.asDouble()) > 0);
    if (tighter) {
      breaks.add(
          "%s: %s was tightened from %s to %s"
              .formatted(path, key, before.isMissingNode() ? "none" : before, now));
    }
  }

  private void same(String where, JsonNode before, JsonNode now) {
    if (!before.equals(now)) {
      breaks.add("%s changed from %s to %s".formatted(where, described(before), described(now)));
    }
  }

  private static String described(JsonNode node) {
    return node.isMissingNode() ? "none" : node.toString();
  }

  private static Set<String> gone(JsonNode before, JsonNode now) {
    Set<String> left = new LinkedHashSet<>();
    before.forEach(value -> left.add(value.asText()));
    now.forEach(value -> left.remove(value.asText()));
    return left;
  }
}
