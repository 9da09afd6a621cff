package dev.onsale.operator.event.plan;

import dev.onsale.api.v1alpha1.Scaling;
import dev.onsale.operator.optional.Presence;

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
   */
  public static Autoscaler of(Scaling.Engine asked, Presence keda) {
    return switch (asked) {
      case HPA, Unsupported -> HPA;
      case KEDA, Auto ->
          switch (keda) {
            case PRESENT -> KEDA;
            case ABSENT -> HPA;
            case UNKNOWN -> Undecided;
          };
    };
  }
}
