package dev.onsale.operator.event.bluegreen;

import dev.onsale.operator.event.plan.Carrier;
import dev.onsale.operator.optional.Presence;

/**
 * Which of Deployment and Rollout is to run the pods of a component. The one that goes stays until
 * the other has its pods, nothing changes hands during the freeze, and an API that is not served
 * for now takes no pods away. Pure.
 *
 * @param carrier what is to stand
 * @param waits whether another strategy waits for the end of the freeze
 */
record CarrierChoice(Carrier carrier, boolean waits) {

  /**
   * What stands now.
   *
   * @param deploymentReady whether its pods reach the floor
   * @param rolloutReady the same, and buyers are sent to them only
   */
  record Standing(
      boolean deployment, boolean deploymentReady, boolean rollout, boolean rolloutReady) {}

  private static CarrierChoice now(Carrier carrier) {
    return new CarrierChoice(carrier, false);
  }

  /**
   * @param blueGreen whether the component is to be delivered blue-green
   * @param frozen whether the strategy must not change now
   */
  static CarrierChoice of(boolean blueGreen, Presence rollouts, boolean frozen, Standing standing) {
    return switch (rollouts) {
      case ABSENT -> now(Carrier.DEPLOYMENT);
      case UNKNOWN ->
          now(blueGreen && !standing.deployment() ? new Carrier(false, false) : Carrier.DEPLOYMENT);
      case PRESENT -> blueGreen ? toRollout(frozen, standing) : toDeployment(frozen, standing);
    };
  }

  private static CarrierChoice toRollout(boolean frozen, Standing standing) {
    if (!standing.deployment()) {
      return now(Carrier.ROLLOUT);
    }
    if (frozen && !standing.rollout()) {
      return new CarrierChoice(Carrier.DEPLOYMENT, true);
    }
    return now(standing.rolloutReady() ? Carrier.ROLLOUT : Carrier.BOTH);
  }

  private static CarrierChoice toDeployment(boolean frozen, Standing standing) {
    if (!standing.rollout()) {
      return now(Carrier.DEPLOYMENT);
    }
    if (frozen && !standing.deployment()) {
      return new CarrierChoice(Carrier.ROLLOUT, true);
    }
    return now(standing.deploymentReady() ? Carrier.DEPLOYMENT : Carrier.BOTH);
  }
}
