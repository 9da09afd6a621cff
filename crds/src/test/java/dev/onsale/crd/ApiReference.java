package dev.onsale.crd;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The reference page of the API, one table a kind, from the finished schema. */
final class ApiReference {
  private static final Pattern EFFECT = Pattern.compile("^(.*) \\((Immutable|Live|Boot)\\)$");
  private static final Pattern DEFAULT = Pattern.compile(" Default: .*\\.$");
  private static final String HEAD =
      """
      # API reference

      Generated from the CRDs; do not edit. After a change of the records in `crds/`:

      ```
      mvn -pl crds test -Dtest=GeneratedFilesTest -Donsale.write
      ```

      **Change** says how an edit takes effect. *Live*: reaches every running pod within seconds. *Boot*: needs new
      pods, and waits while the event is frozen. *Immutable*: refused from a moment on: queue mode, beacon, priority and
      buyers from the opening of registration (or pre-scale, where there is none), seating and tiers from the first
      opening, the platform once it holds the event's data. Durations are hours, minutes and seconds (`1h30m`), times
      RFC 3339, money minor units.
      """;

  private ApiReference() {}

  static String of(Collection<CustomResourceDefinition> crds) {
    return HEAD + crds.stream().map(ApiReference::page).collect(Collectors.joining());
  }

  private static String page(CustomResourceDefinition crd) {
    var root = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    var text = new StringBuilder();
    text.append("\n## ").append(crd.getSpec().getNames().getKind()).append("\n\n");
    text.append(root.getDescription()).append(" Scope: ").append(crd.getSpec().getScope());
    text.append(", short name `").append(crd.getSpec().getNames().getShortNames().getFirst());
    text.append("`.\n");
    for (var part : List.of("spec", "status")) {
      text.append(
          "\n| field | type | default | bounds | change | what |\n|---|---|---|---|---|---|\n");
      rows(text, part, root.getProperties().get(part));
    }
    rules(text, "", root);
    return text.toString();
  }

  private static void rows(StringBuilder text, String path, JSONSchemaProps schema) {
    var required = schema.getRequired() == null ? List.<String>of() : schema.getRequired();
    for (var field : schema.getProperties().entrySet()) {
      var p = field.getValue();
      var name = path + "." + field.getKey();
      var effect = EFFECT.matcher(p.getDescription());
      boolean marked = effect.matches();
      text.append(
          "| `%s`%s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  name,
                  required.contains(field.getKey()) ? " **required**" : "",
                  type(p),
                  p.getDefault() == null || p.getDefault().isObject()
                      ? ""
                      : "`" + p.getDefault().asText() + "`",
                  bounds(p),
                  marked ? effect.group(2) : "",
                  DEFAULT
                      .matcher(marked ? effect.group(1) : p.getDescription())
                      .replaceAll("")
                      .replace("|", "\\|")));
      nested(text, name, p);
    }
  }

  private static void nested(StringBuilder text, String name, JSONSchemaProps p) {
    if (p.getProperties() != null && !p.getProperties().isEmpty()) {
      rows(text, name, p);
    } else if (p.getItems() != null
        && p.getItems().getSchema().getProperties() != null
        && !p.getItems().getSchema().getProperties().isEmpty()) {
      rows(text, name + "[]", p.getItems().getSchema());
    }
  }

  private static String type(JSONSchemaProps p) {
    if (p.getEnum() != null && !p.getEnum().isEmpty()) {
      return p.getEnum().stream().map(e -> "`" + e.asText() + "`").collect(Collectors.joining(" "));
    }
    if (p.getItems() != null) {
      return "list of " + type(p.getItems().getSchema());
    }
    if (p.getAdditionalProperties() != null) {
      return "map";
    }
    return "date-time".equals(p.getFormat()) ? "time" : p.getType();
  }

  private static String bounds(JSONSchemaProps p) {
    var bounds = new ArrayList<String>();
    range(bounds, "", whole(p.getMinimum()), whole(p.getMaximum()));
    if (!"date-time".equals(p.getFormat())) {
      range(bounds, " characters", p.getMinLength(), p.getMaxLength());
    }
    range(bounds, " items", p.getMinItems(), p.getMaxItems());
    if (p.getXKubernetesListMapKeys() != null && !p.getXKubernetesListMapKeys().isEmpty()) {
      bounds.add("unique by `" + p.getXKubernetesListMapKeys().getFirst() + "`");
    }
    if ("set".equals(p.getXKubernetesListType())) {
      bounds.add("no duplicates");
    }
    return String.join(", ", bounds);
  }

  private static void range(
      List<String> bounds, String unit, @Nullable Long min, @Nullable Long max) {
    if (min != null && max != null) {
      bounds.add(min + "–" + max + unit);
    } else if (max != null) {
      bounds.add("≤ " + max + unit);
    } else if (min != null) {
      bounds.add("≥ " + min + unit);
    }
  }

  private static @Nullable Long whole(@Nullable Double bound) {
    return bound == null ? null : bound.longValue();
  }

  private static void rules(StringBuilder text, String path, JSONSchemaProps schema) {
    var lines = new ArrayList<String>();
    collect(lines, path, schema);
    text.append("\nRules over several fields:\n\n");
    lines.stream().distinct().forEach(line -> text.append("- ").append(line).append('\n'));
  }

  private static void collect(List<String> lines, String path, JSONSchemaProps schema) {
    if (schema.getXKubernetesValidations() != null
        && !schema.getXKubernetesValidations().isEmpty()) {
      schema.getXKubernetesValidations().stream()
          .map(r -> (path.isEmpty() ? "" : "`" + path.substring(1) + "`: ") + r.getMessage())
          .forEach(lines::add);
    }
    if (schema.getProperties() != null) {
      schema.getProperties().forEach((name, p) -> collect(lines, path + "." + name, p));
    }
    if (schema.getItems() != null) {
      collect(lines, path + "[]", schema.getItems().getSchema());
    }
  }
}
