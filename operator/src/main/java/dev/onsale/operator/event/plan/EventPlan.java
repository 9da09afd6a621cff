package dev.onsale.operator.event.plan;

import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.operator.config.JsonFiles;
import dev.onsale.operator.event.rollout.Rendering;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.routing.EventRoute;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.scaling.Component;
import dev.onsale.scaling.ScalingPolicy;
import dev.onsale.schedule.Timeline;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything the Kubernetes objects of an event are rendered from. Equal plans render equal
 * objects.
 *
 * @param seats the seat map, as the runtime gets it
 * @param platform what the event uses
 * @param spec what the event asks for
 * @param scaling the floors of the schedule; nothing runs while data is lost, whatever they say
 * @param components what runs, in the order of {@code Component}
 * @param frozen whether pods are to stay, from pre-scale until some hours after the opening
 * @param engineMissing whether the spec asks for an autoscaler that the cluster does not have
 * @param rolled what the pods are made of; null until that is decided
 * @param carriers what runs the pods of a component; a Deployment where nothing is said
 */
public record EventPlan(
    EventIdentity event,
    RuntimeBoot boot,
    RuntimeLive live,
    Timeline timeline,
    SeatMapInUse seats,
    EventKeys keys,
    String image,
    TicketPlatformSpec platform,
    TicketEventSpec spec,
    ScalingPolicy scaling,
    List<ComponentPlan> components,
    boolean frozen,
    boolean engineMissing,
    @Nullable Rendering rolled,
    Map<Component, Carrier> carriers) {

  /** Key under which the plan of a reconciliation is handed to its dependents. */
  public static final String KEY = "plan";

  public EventPlan {
    components = List.copyOf(components);
    carriers = Map.copyOf(carriers);
  }

  /** The same event with these components, made of this. */
  public EventPlan rolled(Rendering rendering, ComponentPlans present) {
    return new EventPlan(
        event,
        boot,
        live,
        timeline,
        seats,
        keys,
        image,
        platform,
        spec,
        present.scaling(),
        present.all(),
        frozen,
        engineMissing,
        rendering,
        carriers);
  }

  /** The same event with its pods run by these. */
  public EventPlan carriedBy(Map<Component, Carrier> chosen) {
    return new EventPlan(
        event,
        boot,
        live,
        timeline,
        seats,
        keys,
        image,
        platform,
        spec,
        scaling,
        components,
        frozen,
        engineMissing,
        rolled,
        chosen);
  }

  public Carrier carrier(Component component) {
    return carriers.getOrDefault(component, Carrier.DEPLOYMENT);
  }

  /** Where buyers find the event; empty where the platform leaves that to somebody else. */
  public Optional<EventRoute> route() {
    return EventRoute.of(
        event, components.stream().map(ComponentPlan::component).toList(), platform.routing());
  }

  /** The file that pods read once: as the spec asks, and once that is decided as it is rolled. */
  public String bootJson() {
    return rolled == null ? JsonFiles.write(boot) : rolled.bootJson();
  }

  /**
   * The pods of a component.
   *
   * @throws IllegalStateException before it is decided what the pods are made of
   */
  public PodTemplateSpec pods(ComponentPlan component) {
    if (rolled == null) {
      throw new IllegalStateException("It is not decided yet what the pods are made of");
    }
    return rolled.template(component.component().word());
  }

  public String liveJson() {
    return JsonFiles.write(live);
  }
}
