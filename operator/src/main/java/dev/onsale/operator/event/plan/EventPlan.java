package dev.onsale.operator.event.plan;

import dev.onsale.api.v1alpha1.Resources;
import dev.onsale.operator.config.JsonFiles;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.schedule.Timeline;

/**
 * Everything the Kubernetes objects of an event are rendered from. Equal plans render equal
 * objects.
 *
 * @param seats the seat map, as the runtime gets it
 * @param replicas pods in the present phase
 */
public record EventPlan(
    EventIdentity event,
    RuntimeBoot boot,
    RuntimeLive live,
    Timeline timeline,
    SeatMapInUse seats,
    EventKeys keys,
    String image,
    Resources resources,
    int replicas) {

  /** Key under which the plan of a reconciliation is handed to its dependents. */
  public static final String KEY = "plan";

  public String bootJson() {
    return JsonFiles.write(boot);
  }

  public String liveJson() {
    return JsonFiles.write(live);
  }
}
