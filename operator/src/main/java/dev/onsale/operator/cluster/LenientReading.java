package dev.onsale.operator.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.api.v1alpha1.TicketPlatformStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads TicketEvents and TicketPlatforms one part at a time. A spec that cannot be read, such as
 * one stored under an older schema, becomes null with the reason in an annotation of the copy in
 * memory; read as usual it would end the informer, and with it every other event.
 */
public final class LenientReading {

  /** Annotation of the copy in memory, never written: why the spec is null. */
  public static final String UNREADABLE = "onsale.dev/unreadable";

  private LenientReading() {}

  /** For a KubernetesClient that reads leniently. */
  public static KubernetesSerialization serialization() {
    ObjectMapper mapper = new ObjectMapper();
    mapper.registerModule(
        new SimpleModule("onsale-lenient-reading")
            .addDeserializer(
                TicketEvent.class,
                new Reader<>(
                    TicketEvent.class,
                    TicketEvent::new,
                    TicketEventSpec.class,
                    TicketEventStatus.class))
            .addDeserializer(
                TicketPlatform.class,
                new Reader<>(
                    TicketPlatform.class,
                    TicketPlatform::new,
                    TicketPlatformSpec.class,
                    TicketPlatformStatus.class)));
    return new KubernetesSerialization(mapper, true);
  }

  /** Why the spec of this object is null. */
  public static String reason(CustomResource<?, ?> object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    String reason = annotations == null ? null : annotations.get(UNREADABLE);
    return reason == null ? "spec is missing; write it" : reason;
  }

  private static final class Reader<S, T, R extends CustomResource<S, T>>
      extends StdDeserializer<R> {

    private static final long serialVersionUID = 1L;

    private final transient Supplier<R> create;
    private final Class<S> specType;
    private final Class<T> statusType;

    Reader(Class<R> type, Supplier<R> create, Class<S> specType, Class<T> statusType) {
      super(type);
      this.create = create;
      this.specType = specType;
      this.statusType = statusType;
    }

    @Override
    public R deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      ObjectCodec codec = parser.getCodec();
      JsonNode tree = codec.readTree(parser);
      R object = create.get();
      object.setMetadata(codec.treeToValue(tree.path("metadata"), ObjectMeta.class));
      try {
        object.setSpec(part(codec, tree, "spec", specType));
      } catch (JsonProcessingException e) {
        object.getMetadata().getAnnotations().put(UNREADABLE, "spec cannot be read: " + where(e));
      }
      try {
        object.setStatus(part(codec, tree, "status", statusType));
      } catch (JsonProcessingException e) {
        // Written anew by the next reconciliation.
        object.getMetadata().getAnnotations().put("onsale.dev/unreadable-status", where(e));
      }
      return object;
    }

    private static <V> @Nullable V part(
        ObjectCodec codec, JsonNode tree, String name, Class<V> type)
        throws JsonProcessingException {
      JsonNode node = tree.get(name);
      return node == null || node.isNull() ? null : codec.treeToValue(node, type);
    }

    private static String where(JsonProcessingException failure) {
      String message = failure.getOriginalMessage();
      String path =
          failure instanceof com.fasterxml.jackson.databind.JsonMappingException mapping
              ? mapping.getPathReference()
              : "";
      String text = message + (path.isEmpty() ? "" : " at " + path);
      return text.length() > 400 ? text.substring(0, 400) : text;
    }
  }
}
