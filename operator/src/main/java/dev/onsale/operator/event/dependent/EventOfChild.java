package dev.onsale.operator.event.dependent;

import dev.onsale.operator.cluster.EventLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.Set;

/** Finds the event that an object was made for, by its label. */
public final class EventOfChild {

  private EventOfChild() {}

  public static Set<ResourceID> of(HasMetadata child) {
    Map<String, String> labels = child.getMetadata().getLabels();
    String event = labels == null ? null : labels.get(EventLabels.EVENT);
    return event == null
        ? Set.of()
        : Set.of(new ResourceID(event, child.getMetadata().getNamespace()));
  }
}
