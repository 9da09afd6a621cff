package dev.onsale.operator.event.bluegreen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.operator.event.bluegreen.CarrierChoice.Standing;
import dev.onsale.operator.event.plan.Carrier;
import dev.onsale.operator.optional.Presence;
import org.junit.jupiter.api.Test;

class CarrierChoiceTest {

  private static final Standing NOTHING = new Standing(false, false, false, false);
  private static final Standing DEPLOYMENT = new Standing(true, true, false, false);
  private static final Standing ROLLOUT = new Standing(false, false, true, true);

  @Test
  void aNewEventGetsWhatIsAskedFor() {
    assertThat(choose(true, Presence.PRESENT, false, NOTHING)).isEqualTo(Carrier.ROLLOUT);
    assertThat(choose(false, Presence.PRESENT, false, NOTHING)).isEqualTo(Carrier.DEPLOYMENT);
  }

  @Test
  void theOldGoesOnlyWhenTheNewHasItsPods() {
    assertThat(choose(true, Presence.PRESENT, false, DEPLOYMENT)).isEqualTo(Carrier.BOTH);
    assertThat(choose(true, Presence.PRESENT, false, new Standing(true, true, true, false)))
        .isEqualTo(Carrier.BOTH);
    assertThat(choose(true, Presence.PRESENT, false, new Standing(true, true, true, true)))
        .isEqualTo(Carrier.ROLLOUT);
    assertThat(choose(false, Presence.PRESENT, false, ROLLOUT)).isEqualTo(Carrier.BOTH);
    assertThat(choose(false, Presence.PRESENT, false, new Standing(true, true, true, true)))
        .isEqualTo(Carrier.DEPLOYMENT);
  }

  @Test
  void nothingChangesHandsDuringTheFreeze() {
    CarrierChoice toRollout = CarrierChoice.of(true, Presence.PRESENT, true, DEPLOYMENT);
    CarrierChoice toDeployment = CarrierChoice.of(false, Presence.PRESENT, true, ROLLOUT);

    assertThat(toRollout).isEqualTo(new CarrierChoice(Carrier.DEPLOYMENT, true));
    assertThat(toDeployment).isEqualTo(new CarrierChoice(Carrier.ROLLOUT, true));
  }

  @Test
  void aHandoverThatBeganBeforeTheFreezeEnds() {
    assertThat(choose(true, Presence.PRESENT, true, new Standing(true, true, true, true)))
        .isEqualTo(Carrier.ROLLOUT);
  }

  @Test
  void anApiThatIsNotServedTakesNoDeploymentAway() {
    assertThat(choose(true, Presence.ABSENT, false, DEPLOYMENT)).isEqualTo(Carrier.DEPLOYMENT);
    assertThat(choose(true, Presence.UNKNOWN, false, DEPLOYMENT)).isEqualTo(Carrier.DEPLOYMENT);
    assertThat(choose(true, Presence.UNKNOWN, false, NOTHING)).isEqualTo(new Carrier(false, false));
  }

  private static Carrier choose(
      boolean blueGreen, Presence rollouts, boolean frozen, Standing standing) {
    return CarrierChoice.of(blueGreen, rollouts, frozen, standing).carrier();
  }
}
