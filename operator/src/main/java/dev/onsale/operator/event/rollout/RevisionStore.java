package dev.onsale.operator.event.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.config.CanonicalJson;
import dev.onsale.operator.identity.EventIdentity;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revisions as ControllerRevisions: named by their content, the latest by its number, at most ten
 * of an event. They are read by name and by label when they are needed and not watched: a thousand
 * events would fill the operator's memory with history.
 */
public final class RevisionStore {

  /** How many revisions of an event are kept. */
  public static final int HISTORY = 10;

  private static final Logger LOG = LoggerFactory.getLogger(RevisionStore.class);

  private final KubernetesClient client;

  public RevisionStore(KubernetesClient client) {
    this.client = client;
  }

  /** What a ControllerRevision holds. */
  private record Content(TicketEventSpec spec, Rendering rendering) {}

  /** The latest; empty before the first roll, and where it cannot be read. */
  public Optional<Revision> latest(EventIdentity event) {
    return list(event).stream().findFirst().flatMap(RevisionStore::read);
  }

  /** Stores a revision as the latest, unless it is, and forgets the oldest ones. */
  Revision store(EventIdentity event, long generation, TicketEventSpec spec, Rendering rendering) {
    List<ControllerRevision> present = list(event);
    Content content = new Content(spec, rendering);
    long number = present.isEmpty() ? 1 : Math.addExact(present.getFirst().getRevision(), 1);
    String name = event.name() + "-" + CanonicalJson.hash(content);
    ControllerRevision revision =
        new ControllerRevisionBuilder()
            .withMetadata(EventLabels.metadata(event.namespace(), event.name(), name))
            .editMetadata()
            .addToAnnotations(EventLabels.GENERATION, Long.toString(generation))
            .endMetadata()
            .withData(CanonicalJson.tree(content))
            .withRevision(number)
            .build();
    client.resource(revision).fieldManager(EventLabels.OPERATOR).forceConflicts().serverSideApply();
    present.stream()
        .filter(old -> !old.getMetadata().getName().equals(name))
        .skip(HISTORY - 1L)
        .forEach(old -> client.resource(old).delete());
    return new Revision(name, number, generation, spec, rendering);
  }

  /** All of an event, when it ends. */
  public void deleteAll(EventIdentity event) {
    list(event).forEach(revision -> client.resource(revision).delete());
  }

  /** The latest first. */
  private List<ControllerRevision> list(EventIdentity event) {
    return client
        .apps()
        .controllerRevisions()
        .inNamespace(event.namespace())
        .withLabels(
            Map.of(EventLabels.EVENT, event.name(), EventLabels.MANAGED_BY, EventLabels.OPERATOR))
        .list()
        .getItems()
        .stream()
        .sorted(Comparator.comparing(ControllerRevision::getRevision).reversed())
        .toList();
  }

  private static boolean same(ControllerRevision stored, String name, long generation) {
    return stored.getMetadata().getName().equals(name)
        && EventLabels.annotated(stored, EventLabels.GENERATION, Long.toString(generation));
  }

  private static Optional<Revision> read(ControllerRevision stored) {
    ObjectMeta metadata = stored.getMetadata();
    try {
      JsonNode data = CanonicalJson.tree(stored.getData());
      Content content = CanonicalJson.read(data, Content.class);
      return Optional.of(
          new Revision(
              metadata.getName(),
              stored.getRevision(),
              Long.parseLong(metadata.getAnnotations().getOrDefault(EventLabels.GENERATION, "0")),
              content.spec(),
              content.rendering()));
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "ControllerRevision {}/{} is skipped, it cannot be read: {}",
          metadata.getNamespace(),
          metadata.getName(),
          e.getMessage());
      return Optional.empty();
    }
  }
}
