package dev.onsale.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Trees compared by what they say, not by how they say nothing. */
final class JsonTrees {
  private JsonTrees() {}

  /** The same without empty objects, lists, texts and nulls; numbers by value. */
  static JsonNode withoutEmpty(JsonNode node) {
    var make = JsonNodeFactory.instance;
    return switch (node) {
      case ObjectNode object -> {
        var kept = make.objectNode();
        for (var e : object.properties()) {
          var value = withoutEmpty(e.getValue());
          boolean empty =
              value.isNull()
                  || value.isContainerNode() && value.isEmpty()
                  || value.isTextual() && value.textValue().isEmpty();
          if (!empty) {
            kept.set(e.getKey(), value);
          }
        }
        yield kept;
      }
      case ArrayNode array -> {
        var kept = make.arrayNode();
        array.forEach(item -> kept.add(withoutEmpty(item)));
        yield kept;
      }
      default -> node.isIntegralNumber() ? make.numberNode(node.longValue()) : node;
    };
  }
}
