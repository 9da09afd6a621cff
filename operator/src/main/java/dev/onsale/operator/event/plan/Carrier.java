package dev.onsale.operator.event.plan;

/**
 * What runs the pods of a component. Both only while the one hands over to the other.
 *
 * @param deployment whether a Deployment is to stand
 * @param rollout whether an Argo Rollout is to stand
 */
public record Carrier(boolean deployment, boolean rollout) {

  public static final Carrier DEPLOYMENT = new Carrier(true, false);
  public static final Carrier ROLLOUT = new Carrier(false, true);
  public static final Carrier BOTH = new Carrier(true, true);
}
