package dev.onsale.operator.event;

import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.Zones;
import dev.onsale.operator.config.JsonFiles;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.runtime.RuntimeBoot;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether zones are required of pods. The answer is part of their template, and nodes come and go:
 * pods that run keep theirs until they are rolled for another reason.
 */
final class ZoneSpread {

  private ZoneSpread() {}

  /**
   * @param everywhere whether every node names its zone now
   * @param live the event's Deployments as they are
   */
  static List<ComponentPlan> decide(
      List<ComponentPlan> components,
      boolean everywhere,
      Collection<Deployment> live,
      String event,
      RuntimeBoot boot,
      String image) {
    String bootHash = JsonFiles.hash(JsonFiles.write(boot));
    return components.stream()
        .map(
            component ->
                component.withZonesRequired(
                    component.max() > 1
                        && live.stream()
                            .filter(
                                deployment ->
                                    deployment
                                        .getMetadata()
                                        .getName()
                                        .equals(component.component().objectName(event)))
                            .filter(deployment -> keeps(deployment, bootHash, image))
                            .findFirst()
                            .flatMap(ZoneSpread::required)
                            .orElse(everywhere)))
        .toList();
  }

  /** Whether its pods run and nothing else rolls them. */
  private static boolean keeps(Deployment deployment, String bootHash, String image) {
    var template = deployment.getSpec().getTemplate();
    Map<String, String> annotations = template.getMetadata().getAnnotations();
    return !Integer.valueOf(0).equals(deployment.getSpec().getReplicas())
        && annotations != null
        && bootHash.equals(annotations.get(EventLabels.BOOT_HASH))
        && template.getSpec().getContainers().stream()
            .allMatch(container -> image.equals(container.getImage()));
  }

  private static Optional<Boolean> required(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getTopologySpreadConstraints().stream()
        .filter(constraint -> Zones.LABEL.equals(constraint.getTopologyKey()))
        .map(constraint -> "DoNotSchedule".equals(constraint.getWhenUnsatisfiable()))
        .findFirst();
  }
}
