package dev.onsale.testbed.install;

import dev.onsale.api.v1alpha1.TicketEvent;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Applies an event for a demo: soon, quick, and never over somebody else's event. */
public final class EventInstallation {
  /** So much of the time before the opening is left for Scheduled to be seen. */
  private static final Duration SCHEDULED = Duration.ofSeconds(5);

  private EventInstallation() {}

  /**
   * Applies the event and what its file brings along.
   *
   * @return when the sale opens
   */
  public static Instant applyOpeningIn(
      KubernetesClient client, EventManifest event, Duration untilOpening) {
    boolean exists =
        client
                .resources(TicketEvent.class)
                .inNamespace(event.namespace())
                .withName(event.name())
                .get()
            != null;
    if (exists) {
      throw new InstallFailure(
          "TicketEvent %s/%s exists already and is left alone; delete it, or name the demo's another"
              .formatted(event.namespace(), event.name()));
    }
    int seats = event.sellable();
    event.hurry(Math.clamp(seats * 2L, 300, 6000), Math.clamp(seats / 6, 20, 1000));
    Instant opening = Instant.now().plus(untilOpening).truncatedTo(ChronoUnit.SECONDS);
    event.openAt(opening, untilOpening.minus(SCHEDULED));
    Namespace namespace =
        new NamespaceBuilder().withNewMetadata().withName(event.namespace()).endMetadata().build();
    client.resource(namespace).serverSideApply();
    Manifests.apply(client, event.objects());
    return opening;
  }
}
