package dev.onsale.scaling;

import dev.onsale.api.v1alpha1.Scaling;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.schedule.Timeline;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many pods each component of an event has at least, at one moment: a pure function of the spec
 * and the time. Between two changes the floors stand; pods above them are an autoscaler's.
 *
 * <table>
 * <caption>min and preScale are those of spec.scaling</caption>
 * <tr><th>stage</th><th>single</th><th>queue</th><th>booking</th><th>worker</th></tr>
 * <tr><td>Idle</td><td>0</td><td>0</td><td>0</td><td>0</td></tr>
 * <tr><td>Registration</td><td>min</td><td>min</td><td>1</td><td>min</td></tr>
 * <tr><td>WarmUp</td><td>min</td><td>min</td><td>min</td><td>min</td></tr>
 * <tr><td>OnSale</td><td>preScale</td><td>preScale</td><td>preScale</td><td>min</td></tr>
 * <tr><td>Closing</td><td>min</td><td>min</td><td>min</td><td>min</td></tr>
 * <tr><td>Doors</td><td>min</td><td>1</td><td>min</td><td>min</td></tr>
 * <tr><td>Settling</td><td>min</td><td>0</td><td>0</td><td>min</td></tr>
 * <tr><td>Over</td><td>0</td><td>0</td><td>0</td><td>0</td></tr>
 * </table>
 *
 * @param floors of every component that runs, in the order of {@link Component}
 * @param nextChangeAt when a floor changes next; null if none does any more
 */
public record ScalingPolicy(
    Stage stage, Map<Component, Integer> floors, @Nullable Instant nextChangeAt) {

  public ScalingPolicy {
    floors = Collections.unmodifiableMap(new LinkedHashMap<>(floors));
  }

  /**
   * @throws IllegalArgumentException if a time or duration of the spec is none
   */
  public static ScalingPolicy at(TicketEventSpec spec, Instant now) {
    return at(spec, Component.of(spec.topology()), now);
  }

  /**
   * @param components those that run, which a change of topology that waits does not change yet
   * @throws IllegalArgumentException if a time or duration of the spec is none
   */
  public static ScalingPolicy at(TicketEventSpec spec, List<Component> components, Instant now) {
    List<Stage.Beginning> stages = Stage.of(Timeline.of(spec), spec.scaling().warmUpBefore());
    Stage stage = Stage.Idle;
    for (Stage.Beginning beginning : stages) {
      if (!now.isBefore(beginning.at()) && beginning.stage().compareTo(stage) > 0) {
        stage = beginning.stage();
      }
    }
    Map<Component, Integer> floors = floors(spec.scaling(), components, stage);
    Stage present = stage;
    Instant next =
        stages.stream()
            .filter(beginning -> beginning.at().isAfter(now))
            .filter(beginning -> beginning.stage().compareTo(present) > 0)
            .filter(
                beginning -> !floors(spec.scaling(), components, beginning.stage()).equals(floors))
            .map(Stage.Beginning::at)
            .min(Instant::compareTo)
            .orElse(null);
    return new ScalingPolicy(stage, floors, next);
  }

  /** Whether no component runs a pod. */
  public boolean asleep() {
    return floors.values().stream().allMatch(floor -> floor == 0);
  }

  /** For people: {@code queue=6,booking=8,worker=2}. */
  public String applied() {
    return floors.entrySet().stream()
        .map(floor -> label(floor.getKey()) + "=" + floor.getValue())
        .collect(Collectors.joining(","));
  }

  private static String label(Component component) {
    return component == Component.Single ? "single" : component.word();
  }

  private static Map<Component, Integer> floors(
      Scaling scaling, List<Component> components, Stage stage) {
    Map<Component, Integer> floors = new LinkedHashMap<>();
    for (Component component : components) {
      floors.put(component, floor(scaling, component, stage));
    }
    return floors;
  }

  private static int floor(Scaling scaling, Component component, Stage stage) {
    Scaling.PreScale raise = scaling.preScale();
    int worker = scaling.worker().min();
    return switch (component) {
      case Single ->
          floor(
              stage,
              scaling.single().min(),
              raise == null ? null : raise.single(),
              scaling.single().min(),
              true);
      case Queue ->
          stage == Stage.Doors
              ? 1
              : floor(
                  stage,
                  scaling.queue().min(),
                  raise == null ? null : raise.queue(),
                  scaling.queue().min(),
                  false);
      case Booking ->
          floor(stage, scaling.booking().min(), raise == null ? null : raise.booking(), 1, false);
      case Worker -> floor(stage, worker, null, worker, true);
    };
  }

  private static int floor(
      Stage stage, int min, @Nullable Integer raised, int registering, boolean settles) {
    return switch (stage) {
      case Idle, Over -> 0;
      case Registration -> registering;
      case WarmUp, Closing, Doors -> min;
      case OnSale -> raised == null ? min : Math.max(min, raised);
      case Settling -> settles ? min : 0;
    };
  }
}
