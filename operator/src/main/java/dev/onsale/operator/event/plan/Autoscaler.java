package dev.onsale.operator.event.plan;

import dev.onsale.api.v1alpha1.Scaling;
import dev.onsale.operator.optional.Presence;
import java.util.Optional;

/** What adds pods to a component above its floor: one thing, or nothing. */
public enum Autoscaler {
  /** Its pods are as many as its floor. */
  None,
  /** A HorizontalPodAutoscaler. */
  HPA,
  /** KEDA's ScaledObject, which keeps a HorizontalPodAutoscaler of its own. */
  KEDA,
  /** It is not known yet whether the cluster has KEDA: what there is stays. */
  Undecided;

  /**
   * The one that an event's engine means in this cluster. Where KEDA is asked for and not there, a
   * HorizontalPodAutoscaler stands in, and condition {@code Scaled} says so.
   *
   * @param keda whether the API server serves ScaledObjects
   * @param kept what scales a frozen event and so goes on; empty while nothing is frozen, and where
   *     nothing scales, because KEDA went with all its objects
   */
  public static Autoscaler of(Scaling.Engine asked, Presence keda, Optional<Autoscaler> kept) {
    if (keda == Presence.UNKNOWN && asked != Scaling.Engine.HPA) {
      return Undecided;
    }
    boolean toKeda = asked != Scaling.Engine.HPA && asked != Scaling.Engine.Unsupported;
    return kept.orElse(toKeda && keda == Presence.PRESENT ? KEDA : HPA);
  }
}
