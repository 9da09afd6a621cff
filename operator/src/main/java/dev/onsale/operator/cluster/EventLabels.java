package dev.onsale.operator.cluster;

import dev.onsale.runtime.Role;
import dev.onsale.scaling.Component;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Labels and annotations that the operator reads and writes. */
public final class EventLabels {

  /** On every object the operator makes for an event: the event's name. */
  public static final String EVENT = "onsale.dev/event";

  /** On every object the operator makes for a platform: the platform's name. */
  public static final String PLATFORM = "onsale.dev/platform";

  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String NAME = "app.kubernetes.io/name";

  /** Which of the event's components an object belongs to. */
  public static final String COMPONENT = "app.kubernetes.io/component";

  /** On a Service that leads to a preview: it is not scraped. */
  public static final String PREVIEW = "onsale.dev/preview";

  public static final String OPERATOR = "onsale-operator";
  public static final String RUNTIME = "onsale-runtime";

  /** Annotation on an event or platform; {@code paused} stops the operator for it. */
  public static final String RECONCILE = "onsale.dev/reconcile";

  /** Annotation on an event; {@code "true"} lets a deletion end without its stores. */
  public static final String ABANDON_DATA = "onsale.dev/abandon-data";

  /** Annotation on a pod: which change of its files it was last told of. */
  public static final String FILES = "onsale.dev/files";

  /** Annotation on an event; a new value asks for new logins at the stores. */
  public static final String ROTATE = "onsale.dev/rotate";

  /** Annotation on the pod template: a change of it rolls the pods. */
  public static final String BOOT_HASH = "onsale.dev/boot-hash";

  /**
   * Annotation on an event: the hash of a deferred roll, as {@code RolloutDeferred} says it.
   * Permits that one roll during the freeze, and no later one.
   */
  public static final String ALLOW_ROLL = "onsale.dev/allow-roll";

  /** Annotation on a ControllerRevision: the event's generation when its spec was last seen. */
  public static final String GENERATION = "onsale.dev/generation";

  /** Annotation on a seat-map snapshot: where it was read from. */
  public static final String MAP_SOURCE = "onsale.dev/map-source";

  private EventLabels() {}

  public static ObjectMeta metadata(String namespace, String event, String objectName) {
    return new ObjectMetaBuilder()
        .withNamespace(namespace)
        .withName(objectName)
        .withLabels(labels(event))
        .build();
  }

  public static Map<String, String> labels(String event) {
    return Map.of(EVENT, event, MANAGED_BY, OPERATOR, NAME, RUNTIME);
  }

  public static Map<String, String> labels(String event, Component component) {
    return Map.of(EVENT, event, MANAGED_BY, OPERATOR, NAME, RUNTIME, COMPONENT, component.word());
  }

  /** Of what serves a platform. */
  public static Map<String, String> platformLabels(String platform) {
    return Map.of(
        PLATFORM, platform, MANAGED_BY, OPERATOR, NAME, RUNTIME, COMPONENT, Role.PLATFORM);
  }

  public static boolean belongsTo(HasMetadata object, String event) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels != null && event.equals(labels.get(EVENT));
  }

  public static boolean annotated(HasMetadata object, String annotation, String value) {
    return value.equals(annotation(object, annotation));
  }

  /** The annotation's value; null without it. */
  public static @Nullable String annotation(HasMetadata object, String annotation) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(annotation);
  }
}
