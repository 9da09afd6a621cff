package dev.onsale.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onsale.api.v1alpha1.ApiTimes;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Specs that differ from a given one in a single field, which has an unusual value: its bounds, all
 * enum constants, odd ways to write a time or duration, nothing at all, or another type.
 */
record OddValues(JSONSchemaProps schema) {
  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

  /** What is odd, and the whole spec. */
  record Candidate(String what, JsonNode spec) {}

  List<Candidate> of(JsonNode spec) {
    var found = new ArrayList<Candidate>();
    walk("spec", schema, found, spec.deepCopy());
    return found;
  }

  /** Puts each odd value in its place, notes a copy of the root, and puts the old one back. */
  private void walk(String path, JSONSchemaProps at, List<Candidate> found, JsonNode root) {
    var here = root.at(path.equals("spec") ? "" : path.substring(4));
    if (here instanceof ObjectNode object && at.getProperties() != null) {
      at.getProperties()
          .forEach(
              (name, property) -> {
                var old = object.get(name);
                odd(property)
                    .forEach(
                        value -> {
                          object.set(name, value);
                          found.add(
                              new Candidate(path + "/" + name + "=" + value, root.deepCopy()));
                        });
                object.remove(name);
                found.add(new Candidate(path + "/" + name + " absent", root.deepCopy()));
                if (old != null) {
                  object.set(name, old);
                  walk(path + "/" + name, property, found, root);
                }
              });
    } else if (here instanceof ArrayNode array && !array.isEmpty()) {
      walk(path + "/0", at.getItems().getSchema(), found, root);
    }
  }

  private static Stream<JsonNode> odd(JSONSchemaProps p) {
    if (p.getEnum() != null && !p.getEnum().isEmpty()) {
      return p.getEnum().stream();
    }
    return switch (Objects.requireNonNullElse(p.getType(), "")) {
      case "integer" ->
          Stream.of(
              MAKE.numberNode(p.getMinimum().longValue()),
              MAKE.numberNode(p.getMaximum().longValue()),
              MAKE.numberNode(p.getMinimum() + 1.0),
              MAKE.numberNode(p.getMaximum() + 1.0),
              MAKE.textNode("1"));
      case "boolean" -> Stream.of(MAKE.booleanNode(true), MAKE.booleanNode(false));
      case "string" -> texts(p).map(MAKE::textNode);
      case "array" -> Stream.of(MAKE.arrayNode(), MAKE.arrayNode().addNull());
      case "object" -> Stream.of(MAKE.objectNode(), MAKE.nullNode());
      default -> Stream.of(MAKE.nullNode());
    };
  }

  private static Stream<String> texts(JSONSchemaProps p) {
    if (ApiTimes.DURATION.equals(p.getPattern())) {
      return Stream.of(
          "30s",
          "60s",
          "1m0s",
          "000001m",
          "1m1m1m",
          "0h0m90s",
          "1s1m",
          "0s",
          "999999h",
          "999999h999999h");
    }
    if (ApiTimes.TIME.equals(p.getPattern())) {
      return Stream.of(
          "2027-05-01T10:00:00.123456789Z",
          "2027-05-01T10:00:00-17:59",
          "2027-05-01T23:59:59+05:45",
          "2028-02-29T00:00:00Z",
          "2027-02-29T00:00:00Z",
          "2999-12-31T23:59:59Z",
          "2027-05-01t10:00:00z",
          "2027-05-01T23:59:60Z",
          "2027-05-01");
    }
    long longest = Math.min(Objects.requireNonNullElse(p.getMaxLength(), 100L), 1000);
    return Stream.of(
        "a", "z9", "", " ", "한국어 \uD83C\uDFAB", "A".repeat((int) longest), "null", "true", "1e3");
  }
}
