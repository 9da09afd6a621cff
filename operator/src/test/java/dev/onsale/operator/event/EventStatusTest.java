package dev.onsale.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.conditions.Conditions;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.operator.event.plan.SeatMapInUse;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.postgres.RuntimeStatus;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.operator.secrets.KeyDerivation;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.scaling.Component;
import dev.onsale.scaling.ScalingPolicy;
import dev.onsale.scaling.Stage;
import dev.onsale.schedule.Phase;
import dev.onsale.schedule.Timeline;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventStatusTest {

  private static final String PLATFORM =
      """
      spec:
        runtime: {image: image}
        redis: {endpoints: ["redis:6379"]}
        postgres: {host: postgres, database: onsale}
        kafka: {bootstrapServers: "kafka:9092"}
      """;

  private static final String EVENT =
      """
      spec:
        platformRef: {name: main}
        title: Aurora
        schedule: {onSaleAt: "2030-01-01T00:00:00Z", closesAt: "2030-01-02T00:00:00Z", startsAt: "2030-01-03T00:00:00Z"}
        tiers: [{name: a, price: {currency: EUR, amount: 1}}]
        seating: {sections: [{name: A, tier: a, capacity: 1}]}
      """;

  private static final Instant OPENING = Instant.parse("2027-03-01T10:00:00Z");
  private static final Instant BEFORE = OPENING.minusSeconds(60);
  private static final Instant DURING = OPENING.plusSeconds(60);
  private static final Verdict YES = Verdict.yes(Reason.Valid, "");
  private static final Verdict OPEN = Verdict.unknown(Reason.Starting, "");
  private static final Verdict NO = Verdict.no(Reason.DataMissing, "");

  private final EventIdentity identity = new EventIdentity("c", "concerts", "aurora", "uid");

  @Test
  void anEventWithoutDataIsPending() {
    assertThat(compose(found(YES, OPEN, OPEN, null, RuntimeStatus.NONE), BEFORE).phase())
        .isEqualTo(Phase.Pending);
  }

  @Test
  void anEventWhoseDataNeedsAPersonFailed() {
    assertThat(compose(found(YES, NO, YES, null, null), DURING).phase()).isEqualTo(Phase.Failed);
  }

  @Test
  void theTimelineGivesThePhaseAndTheNext() {
    TicketEventStatus status = compose(found(YES, YES, YES, "marker", RuntimeStatus.NONE), BEFORE);
    assertThat(status.phase()).isEqualTo(Phase.Scheduled);
    assertThat(status.next().phase()).isEqualTo(Phase.OnSale);
    assertThat(status.next().at()).isEqualTo(OPENING.toString());
  }

  @Test
  void nothingLeftAndNothingHeldIsSoldOut() {
    assertThat(compose(found(YES, YES, YES, "m", house(0, 0, 9)), DURING).phase())
        .isEqualTo(Phase.SoldOut);
    assertThat(compose(found(YES, YES, YES, "m", house(0, 1, 8)), DURING).phase())
        .isEqualTo(Phase.OnSale);
  }

  @Test
  void soldIsToldInStepsOfFivePercentOfWhatIsForSale() {
    assertThat(compose(found(YES, YES, YES, "m", house(5, 0, 4)), DURING).sold()).isEqualTo("40%");
    assertThat(compose(found(YES, YES, YES, "m", house(0, 0, 9)), DURING).sold()).isEqualTo("100%");
  }

  @Test
  void readyIsFalseOnlyWhenAPersonMustAct() {
    assertThat(ready(found(YES, YES, OPEN, "m", null))).isEqualTo("Unknown");
    assertThat(ready(found(YES, OPEN, NO, "m", null))).isEqualTo("False");
    assertThat(ready(found(YES, YES, YES, "m", null))).isEqualTo("True");
  }

  @Test
  void aSilentRuntimeNeverBlocksReady() {
    TicketEventStatus status = compose(found(YES, YES, YES, "m", RuntimeStatus.NONE), DURING);
    assertThat(status(status, EventStatus.READY)).isEqualTo("True");
    assertThat(status(status, EventStatus.INVENTORY_CONSISTENT)).isEqualTo("Unknown");
  }

  @Test
  void theMapIsFrozenFromTheFirstOpeningAndStaysSo() {
    assertThat(compose(found(YES, YES, YES, "m", null), BEFORE.minusSeconds(3600)).frozen())
        .isNull();
    TicketEventStatus open = compose(found(YES, YES, YES, "m", null), DURING);
    assertThat(open.frozen().map()).isEqualTo(OPENING.toString());

    TicketEvent event = event();
    event.setStatus(open);
    TicketEventStatus later =
        EventStatus.compose(
            event, found(YES, YES, YES, "m", null), OpenFacts.NOT_ASKED, BEFORE.minusSeconds(3600));
    assertThat(later.frozen().map()).isEqualTo(OPENING.toString());
  }

  @Test
  void whatWasFoundBeforeStaysWhenItCouldNotBeReachedNow() {
    TicketEvent event = event();
    event.setStatus(compose(found(YES, YES, YES, "m", house(5, 0, 4)), DURING));
    TicketEventStatus now =
        EventStatus.compose(event, found(YES, OPEN, YES, null, null), OpenFacts.NOT_ASKED, DURING);
    assertThat(now.data().marker()).isEqualTo("m");
    assertThat(now.sold()).isEqualTo("40%");
  }

  @Test
  void theSameFindingsGiveTheSameStatus() {
    Findings found = found(YES, YES, YES, "m", house(5, 0, 4));
    TicketEvent event = event();
    event.setStatus(EventStatus.compose(event, found, OpenFacts.NOT_ASKED, DURING));
    assertThat(EventStatus.compose(event, found, OpenFacts.NOT_ASKED, DURING.plusSeconds(30)))
        .isEqualTo(event.getStatus());
  }

  private String ready(Findings found) {
    return status(compose(found, DURING), EventStatus.READY);
  }

  private static String status(TicketEventStatus status, String type) {
    return Conditions.find(status.conditions(), type).orElseThrow().getStatus();
  }

  private TicketEventStatus compose(Findings found, Instant now) {
    return EventStatus.compose(event(), found, OpenFacts.NOT_ASKED, now);
  }

  private static TicketEvent event() {
    TicketEvent event = new TicketEvent();
    event.setMetadata(
        new ObjectMetaBuilder()
            .withName("aurora")
            .withNamespace("concerts")
            .withGeneration(1L)
            .build());
    return event;
  }

  /** Ten places, one of them blocked. */
  private static RuntimeStatus house(int free, int held, int sold) {
    return new RuntimeStatus(
        List.of(
            new RuntimeStatus.Process(
                "pod-1",
                1,
                1,
                true,
                "OnSale",
                10,
                free,
                held,
                sold,
                1,
                true,
                "",
                Duration.ZERO,
                0,
                null)));
  }

  private Findings found(
      Verdict spec, Verdict data, Verdict runtime, String marker, RuntimeStatus figures) {
    return new Findings(
        spec,
        data,
        runtime,
        YES,
        null,
        plan(),
        marker,
        figures,
        StoreFindings.NONE,
        false,
        null,
        List.of(),
        null);
  }

  private EventPlan plan() {
    RuntimeLive.Times times =
        new RuntimeLive.Times(
            null,
            null,
            OPENING.toString(),
            OPENING.plusSeconds(3600).toString(),
            OPENING.plusSeconds(7200).toString(),
            null,
            0,
            null);
    RuntimeLive live =
        new RuntimeLive(
            1,
            "Aurora",
            times,
            false,
            false,
            new RuntimeLive.Admission(1, 1, 1, 1),
            new RuntimeLive.Holds(1, 1, false),
            new RuntimeLive.Payment(1, 1),
            new RuntimeLive.Limits(1, 1, 1, 1),
            List.of(),
            null);
    RuntimeBoot boot =
        new RuntimeBoot(
            "c",
            "concerts",
            "aurora",
            "uid",
            identity.storeKey(),
            "Anonymous",
            "Fifo",
            "digest",
            new RuntimeBoot.Postgres("h", 1, "d", "s", "l", "o", "disable", null),
            new RuntimeBoot.Redis("Standalone", List.of(), null, "Disabled"),
            new RuntimeBoot.Kafka("b", "PLAINTEXT", null),
            "Sandbox",
            null);
    return new EventPlan(
        identity,
        boot,
        live,
        Timeline.of(times),
        new SeatMapInUse("{}", "0123456789abcdef", 10, "spec.seating.sections"),
        new EventKeys(new KeyDerivation(new byte[32]), identity),
        "image",
        Serialization.unmarshal(PLATFORM, TicketPlatform.class).getSpec(),
        Serialization.unmarshal(EVENT, TicketEvent.class).getSpec(),
        new ScalingPolicy(Stage.WarmUp, Map.of(Component.Single, 1), OPENING),
        List.of(),
        false,
        false,
        null,
        Map.of());
  }
}
