package dev.onsale.operator.event.plan;

import dev.onsale.operator.config.JsonFiles;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.schedule.Timeline;
import java.util.List;

/**
 * Everything the Kubernetes objects of an event are rendered from. Equal plans render equal
 * objects.
 *
 * @param seats the seat map, as the runtime gets it
 * @param components what runs, in the order of {@code Component}
 */
public record EventPlan(
    EventIdentity event,
    RuntimeBoot boot,
    RuntimeLive live,
    Timeline timeline,
    SeatMapInUse seats,
    EventKeys keys,
    String image,
    List<ComponentPlan> components) {

  /** Key under which the plan of a reconciliation is handed to its dependents. */
  public static final String KEY = "plan";

  public EventPlan {
    components = List.copyOf(components);
  }

  public String bootJson() {
    return JsonFiles.write(boot);
  }

  public String liveJson() {
    return JsonFiles.write(live);
  }
}
