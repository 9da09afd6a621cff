package dev.onsale.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.Resources;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.Zones;
import dev.onsale.operator.config.JsonFiles;
import dev.onsale.operator.event.plan.Autoscaler;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.scaling.Component;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ZoneSpreadTest {

  private static final RuntimeBoot BOOT =
      new RuntimeBoot(
          "c",
          "concerts",
          "aurora",
          "uid",
          "ev_0",
          "Anonymous",
          "Fifo",
          "digest",
          new RuntimeBoot.Postgres("h", 1, "d", "s", "l", "o", "disable", null),
          new RuntimeBoot.Redis("Standalone", List.of(), null, "Disabled"),
          new RuntimeBoot.Kafka("b", "PLAINTEXT", null),
          "Sandbox",
          null);

  @Test
  void newPodsSpreadAsTheNodesAllow() {
    assertThat(required(true, List.of(), 4)).isTrue();
    assertThat(required(false, List.of(), 4)).isFalse();
  }

  @Test
  void aSinglePodIsNeverRefusedForItsZone() {
    assertThat(required(true, List.of(), 1)).isFalse();
  }

  @Test
  void nodesThatComeAndGoRollNoPods() {
    assertThat(required(true, List.of(live("ScheduleAnyway", 2, "image")), 4)).isFalse();
    assertThat(required(false, List.of(live("DoNotSchedule", 2, "image")), 4)).isTrue();
  }

  @Test
  void podsThatRollAnywayOrDoNotRunFollowTheNodes() {
    assertThat(required(true, List.of(live("ScheduleAnyway", 2, "older")), 4)).isTrue();
    assertThat(required(true, List.of(live("ScheduleAnyway", 0, "image")), 4)).isTrue();
  }

  private static boolean required(boolean everywhere, List<Deployment> live, int max) {
    ComponentPlan queue =
        new ComponentPlan(
            Component.Queue, 1, max, Autoscaler.HPA, 70, new Resources(Map.of(), Map.of()), false);
    return ZoneSpread.decide(List.of(queue), everywhere, live, "aurora", BOOT, "image")
        .getFirst()
        .zonesRequired();
  }

  private static Deployment live(String whenUnsatisfiable, int replicas, String image) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("aurora-queue")
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewTemplate()
        .withNewMetadata()
        .addToAnnotations(EventLabels.BOOT_HASH, JsonFiles.hash(JsonFiles.write(BOOT)))
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withImage(image)
        .endContainer()
        .addNewTopologySpreadConstraint()
        .withTopologyKey(Zones.LABEL)
        .withWhenUnsatisfiable(whenUnsatisfiable)
        .endTopologySpreadConstraint()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
