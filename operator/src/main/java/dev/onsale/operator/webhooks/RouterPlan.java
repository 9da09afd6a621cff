package dev.onsale.operator.webhooks;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.api.v1alpha1.Topology;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.config.JsonFiles;
import dev.onsale.runtime.EventServices;
import dev.onsale.runtime.Role;
import dev.onsale.scaling.Component;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What routes a platform's webhooks.
 *
 * @param namespace the operator's
 * @param secret what webhooks are signed with
 * @param events where they go
 */
record RouterPlan(TicketPlatform platform, String namespace, String secret, EventServices events) {

  TicketPlatformSpec spec() {
    return platform.getSpec();
  }

  /** Labels of every object, the pods among them. */
  Map<String, String> labels() {
    return EventLabels.platformLabels(platform.getMetadata().getName());
  }

  /** Of every object: they have one name, and end with the platform. */
  ObjectMeta metadata() {
    return new ObjectMetaBuilder()
        .withNamespace(namespace)
        .withName(RouterName.of(platform.getMetadata().getName()))
        .withLabels(labels())
        .addNewOwnerReference()
        .withApiVersion(platform.getApiVersion())
        .withKind(platform.getKind())
        .withName(platform.getMetadata().getName())
        .withUid(platform.getMetadata().getUid())
        .withController(true)
        .endOwnerReference()
        .build();
  }

  /** Named by its content: it is made once and never changed. */
  String secretName() {
    return metadata().getName() + "-" + JsonFiles.hash(secret);
  }

  /** Each event's Services that may answer, that of its topology first. */
  static EventServices services(Stream<TicketEvent> events) {
    Map<String, List<String>> services = new TreeMap<>();
    events.forEach(
        event ->
            services.put(
                event.getMetadata().getNamespace() + "/" + event.getMetadata().getName(),
                services(event)));
    return new EventServices(services);
  }

  private static List<String> services(TicketEvent event) {
    Topology topology = event.getSpec() == null ? Topology.Single : event.getSpec().topology();
    return Stream.of(Component.values())
        .filter(component -> component.roles().contains(Role.Booking))
        .sorted(Comparator.comparing(component -> !Component.of(topology).contains(component)))
        .map(component -> component.objectName(event.getMetadata().getName()))
        .toList();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "RouterPlan[" + platform.getMetadata().getName() + "]";
  }
}
