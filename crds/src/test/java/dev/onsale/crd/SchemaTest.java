package dev.onsale.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every field of the API. */
class SchemaTest {
  private record Field(String path, JSONSchemaProps schema) {
    boolean leaf() {
      return schema.getProperties() == null || schema.getProperties().isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("crds")
  void everyFieldOfTheSpecIsBounded(CustomResourceDefinition crd) {
    assertThat(fields(crd)).filteredOn(Field::leaf).allMatch(f -> bounded(f.schema()));
  }

  @ParameterizedTest
  @MethodSource("crds")
  void everyFieldIsDescribed(CustomResourceDefinition crd) {
    assertThat(fields(crd))
        .filteredOn(f -> !f.path().endsWith("[]"))
        .allMatch(f -> f.schema().getDescription() != null);
  }

  @ParameterizedTest
  @MethodSource("crds")
  void everyFieldSaysHowItsChangeTakesEffect(CustomResourceDefinition crd) {
    assertThat(fields(crd))
        .filteredOn(f -> f.leaf() && !f.path().endsWith("[]"))
        .allMatch(f -> f.schema().getDescription().matches(".* \\((Immutable|Live|Boot)\\)"));
  }

  @ParameterizedTest
  @MethodSource("crds")
  void everyRuleSaysWhatToDo(CustomResourceDefinition crd) {
    assertThat(fields(crd))
        .filteredOn(f -> f.schema().getXKubernetesValidations() != null)
        .flatExtracting(f -> f.schema().getXKubernetesValidations())
        .allMatch(rule -> rule.getMessage().matches(".*(; |, such as ).*"));
  }

  private static boolean bounded(JSONSchemaProps p) {
    return switch (p.getType() == null ? "any" : p.getType()) {
      case "string" ->
          p.getMaxLength() != null
              || p.getEnum() != null && !p.getEnum().isEmpty()
              || p.getPattern() != null && !p.getPattern().matches(".*[*+][^*+]*");
      case "integer" -> p.getMinimum() != null && p.getMaximum() != null;
      case "array" -> p.getMaxItems() != null;
      case "object" -> p.getMaxProperties() != null;
      case "boolean" -> true;
      default -> Boolean.TRUE.equals(p.getXKubernetesIntOrString());
    };
  }

  static List<CustomResourceDefinition> crds() {
    return List.copyOf(Crds.byFile().values());
  }

  private static List<Field> fields(CustomResourceDefinition crd) {
    var found = new ArrayList<Field>();
    var root = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    walk("spec", root.getProperties().get("spec"), found);
    return found;
  }

  private static void walk(String path, JSONSchemaProps schema, List<Field> found) {
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach(
              (name, property) -> {
                found.add(new Field(path + "." + name, property));
                walk(path + "." + name, property, found);
              });
    }
    if (schema.getItems() != null) {
      found.add(new Field(path + "[]", schema.getItems().getSchema()));
      walk(path + "[]", schema.getItems().getSchema(), found);
    }
  }
}
