package dev.onsale.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.api.v1alpha1.TicketPlatformStatus;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The custom resource definitions, generated from the records and finished. */
final class Crds {
  private static final Map<String, SchemaFinish> FINISH =
      Map.of(
          "TicketEvent",
              new SchemaFinish(
                  TicketEvent.class,
                  "One on-sale: a performance's seats, prices, schedule, queue and scaling.",
                  TicketEventSpec.class,
                  TicketEventStatus.class),
          "TicketPlatform",
              new SchemaFinish(
                  TicketPlatform.class,
                  "What events of a cluster share: stores, providers, routing.",
                  TicketPlatformSpec.class,
                  TicketPlatformStatus.class));

  private Crds() {}

  /** By file name, in the order of that name. */
  static Map<String, CustomResourceDefinition> byFile() {
    var crds = new LinkedHashMap<String, CustomResourceDefinition>();
    new CRDGenerator()
        .customResourceClasses(TicketEvent.class, TicketPlatform.class)
        .forCRDVersions("v1")
        .withOutput(new Discard())
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String version) {
                var definition = (CustomResourceDefinition) crd;
                FINISH.get(definition.getSpec().getNames().getKind()).apply(definition);
                crds.put(definition.getSpec().getNames().getPlural() + ".yaml", definition);
                return crd;
              }
            })
        .generate();
    return new TreeMap<>(crds);
  }

  /** As the chart carries it. */
  static String yaml(CustomResourceDefinition crd) {
    var mapper =
        YAMLMapper.builder(
                YAMLFactory.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .build())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    try {
      return "# Generated from the records in crds/; see docs/api.md.\n"
          + mapper.writeValueAsString(wholeNumbers(mapper.valueToTree(crd)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bounds are doubles in the model; {@code 1.0E12} reads badly. */
  private static JsonNode wholeNumbers(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(e -> e.setValue(wholeNumbers(e.getValue())));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, wholeNumbers(array.get(i)));
      }
    } else if (node.isDouble() && node.doubleValue() == Math.rint(node.doubleValue())) {
      return LongNode.valueOf(node.longValue());
    }
    return node;
  }

  /** The post-processor keeps what we want; the generator insists on a place to write to. */
  private static final class Discard implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    @Override
    public ByteArrayOutputStream outputFor(String name) {
      return new ByteArrayOutputStream();
    }

    @Override
    public void close() {}
  }
}
