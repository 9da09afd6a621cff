package dev.onsale.crd;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.onsale.api.v1alpha1.ApiTimes;
import dev.onsale.api.v1alpha1.Changes;
import dev.onsale.api.v1alpha1.Distinct;
import dev.onsale.api.v1alpha1.KeyedBy;
import dev.onsale.api.v1alpha1.Lasts;
import dev.onsale.api.v1alpha1.Moment;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Default;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the generator does not know: list types for server-side apply, times and durations, defaults
 * of objects, and how a change of each field takes effect. Walks a record and its schema together.
 */
record SchemaFinish(
    Class<? extends HasMetadata> kind,
    String description,
    Class<? extends Record> spec,
    Class<? extends Record> status) {
  private static final String QUANTITY =
      "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";

  void apply(CustomResourceDefinition crd) {
    var version = crd.getSpec().getVersions().getFirst();
    version.getAdditionalPrinterColumns().sort(comparing(c -> columns().indexOf(c.getName())));
    var root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription(description);
    describeRoot(root);
    var properties = root.getProperties();
    properties.get("spec").setDescription("What is wanted.");
    properties.get("status").setDescription("What the operator found; nobody else writes it.");
    root.setRequired(List.of("spec"));
    finish(spec, properties.get("spec"), null);
    finish(status, properties.get("status"), null);
  }

  /** The generator sorts columns by path; people read them in the order we wrote them. */
  private List<String> columns() {
    return Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
        .map(AdditionalPrinterColumn::name)
        .toList();
  }

  private static void describeRoot(JSONSchemaProps root) {
    for (var name : List.of("apiVersion", "kind")) {
      var text = new JSONSchemaProps();
      text.setType("string");
      text.setDescription("As everywhere in Kubernetes.");
      root.getProperties().put(name, text);
    }
    var metadata = new JSONSchemaProps();
    metadata.setType("object");
    root.getProperties().put("metadata", metadata);
  }

  private static void finish(
      Class<?> type, JSONSchemaProps schema, Changes.@Nullable Effect inherited) {
    for (var component : type.getRecordComponents()) {
      var property = schema.getProperties().get(component.getName());
      var effect =
          Optional.ofNullable(component.getAnnotation(Changes.class))
              .map(Changes::value)
              .orElse(inherited);
      onceEach(property);
      finish(component, property, effect);
      var fallback = component.getAnnotation(Default.class);
      if (fallback != null) {
        property.setDescription(property.getDescription() + " Default: " + fallback.value() + ".");
      }
      if (effect != null) {
        property.setDescription(property.getDescription() + " (" + word(effect) + ")");
      }
    }
  }

  private static void finish(
      RecordComponent component, JSONSchemaProps property, Changes.@Nullable Effect effect) {
    if (component.isAnnotationPresent(Moment.class)) {
      property.setPattern(ApiTimes.TIME);
      property.setMaxLength(40L);
      property.setFormat("date-time");
    }
    Optional.ofNullable(component.getAnnotation(Lasts.class))
        .ifPresent(bounds -> lasts(component.getName(), property, bounds));
    if (property.getEnum() != null) {
      property.setEnum(
          property.getEnum().stream().filter(e -> !"Unsupported".equals(e.asText())).toList());
    }
    switch (component.getType()) {
      case Class<?> c when c == List.class -> list(component, property, effect);
      case Class<?> c when c.isRecord() -> {
        finish(c, property, effect);
        defaultFromWithin(property);
      }
      case Class<?> c when argument(component, 1) == Quantity.class ->
          property.getAdditionalProperties().getSchema().setPattern(QUANTITY);
      default -> {}
    }
  }

  private static void lasts(String name, JSONSchemaProps property, Lasts bounds) {
    property.setPattern(ApiTimes.DURATION);
    property.setMaxLength(16L);
    property.setXKubernetesValidations(
        List.of(
            new ValidationRuleBuilder()
                .withRule(
                    "duration(self) >= duration('%s') && duration(self) <= duration('%s')"
                        .formatted(bounds.atLeast(), bounds.atMost()))
                .withMessage(
                    "%s must last %s to %s; write hours, minutes and seconds, such as 1h30m"
                        .formatted(name, bounds.atLeast(), bounds.atMost()))
                .build()));
    property.setDescription(
        property.getDescription() + " " + bounds.atLeast() + " to " + bounds.atMost() + ".");
  }

  private static void list(
      RecordComponent component, JSONSchemaProps property, Changes.@Nullable Effect effect) {
    var items = property.getItems().getSchema();
    if (argument(component, 0) == Condition.class) {
      Conditions.finish(property);
      return;
    }
    if (argument(component, 0) instanceof Class<?> c && c.isRecord()) {
      finish(c, items, effect);
    }
    var keys = component.getAnnotation(KeyedBy.class);
    if (keys != null) {
      property.setXKubernetesListType("map");
      property.setXKubernetesListMapKeys(List.of(keys.value()));
    } else {
      property.setXKubernetesListType(
          component.isAnnotationPresent(Distinct.class) ? "set" : "atomic");
    }
  }

  /**
   * An optional object gets its fields' defaults as its own, so that rules and readers find them
   * always there. Written out, because rules are checked against a default before its fields'.
   */
  private static void defaultFromWithin(JSONSchemaProps property) {
    var defaults = JsonNodeFactory.instance.objectNode();
    property.getProperties().forEach((name, field) -> defaults.set(name, field.getDefault()));
    defaults.properties().removeIf(e -> e.getValue().isNull());
    boolean complete = property.getRequired() == null || property.getRequired().isEmpty();
    if (complete && !defaults.isEmpty()) {
      property.setDefault(defaults);
    }
  }

  /** The generator reads an annotation of a record component twice: of its field and accessor. */
  private static void onceEach(JSONSchemaProps property) {
    var rules = property.getXKubernetesValidations();
    if (rules != null) {
      property.setXKubernetesValidations(rules.stream().distinct().toList());
    }
  }

  private static String word(Changes.Effect effect) {
    return effect.name().charAt(0) + effect.name().substring(1).toLowerCase(Locale.ROOT);
  }

  private static @Nullable Type argument(RecordComponent component, int index) {
    return component.getGenericType() instanceof ParameterizedType p
            && p.getActualTypeArguments().length > index
        ? p.getActualTypeArguments()[index]
        : null;
  }
}
