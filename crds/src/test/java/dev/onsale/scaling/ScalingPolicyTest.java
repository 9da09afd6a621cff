package dev.onsale.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingPolicyTest {

  private static final String PLAIN =
      """
      {"onSaleAt": "2027-05-01T10:00:00Z", "closesAt": "2027-05-31T10:00:00Z",
       "startsAt": "2027-06-01T18:00:00Z", "endsAt": "2027-06-01T22:00:00Z"}""";
  private static final String REGISTERED =
      PLAIN.replace(
          "{",
          "{\"registrationOpensAt\": \"2027-03-01T00:00:00Z\","
              + " \"registrationClosesAt\": \"2027-04-20T00:00:00Z\",");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-01-01T00:00:00Z | Idle     | queue=0,booking=0,worker=0 | 2027-04-30T09:30:00Z",
        "2027-04-30T09:29:59Z | Idle     | queue=0,booking=0,worker=0 | 2027-04-30T09:30:00Z",
        "2027-04-30T09:30:00Z | WarmUp   | queue=2,booking=3,worker=2 | 2027-05-01T09:30:00Z",
        "2027-05-01T09:30:00Z | OnSale   | queue=6,booking=8,worker=2 | 2027-05-31T10:00:00Z",
        "2027-05-31T10:00:00Z | Closing  | queue=2,booking=3,worker=2 | 2027-05-31T11:00:00Z",
        "2027-05-31T11:00:00Z | Doors    | queue=1,booking=3,worker=2 | 2027-06-01T22:00:00Z",
        "2027-06-01T22:00:00Z | Settling | queue=0,booking=0,worker=2 | 2027-06-02T22:00:00Z",
        "2027-06-02T22:00:00Z | Over     | queue=0,booking=0,worker=0 |",
      })
  void floorsFollowTheLifeOfTheSale(Instant now, Stage stage, String floors, Instant next) {
    assertThat(ScalingPolicy.at(split(PLAIN), now))
        .returns(stage, ScalingPolicy::stage)
        .returns(floors, ScalingPolicy::applied)
        .returns(next, ScalingPolicy::nextChangeAt);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2027-02-27T23:59:59Z | Idle         | queue=0,booking=0,worker=0",
        "2027-02-28T00:00:00Z | Registration | queue=2,booking=1,worker=2",
        "2027-04-25T00:00:00Z | Registration | queue=2,booking=1,worker=2",
        "2027-04-30T09:30:00Z | WarmUp       | queue=2,booking=3,worker=2",
      })
  void theWaitingRoomOpensForRegistration(Instant now, Stage stage, String floors) {
    assertThat(ScalingPolicy.at(split(REGISTERED), now))
        .returns(stage, ScalingPolicy::stage)
        .returns(floors, ScalingPolicy::applied);
  }

  @Test
  void oneWorkloadHasTheFloorOfAllItsRoles() {
    TicketEventSpec spec = spec(PLAIN, "Single", "");
    assertThat(applied(spec, "2027-05-01T09:29:59Z")).isEqualTo("single=2");
    assertThat(applied(spec, "2027-05-01T09:30:00Z")).isEqualTo("single=5");
    assertThat(applied(spec, "2027-06-02T21:59:59Z")).isEqualTo("single=2");
    assertThat(ScalingPolicy.at(spec, Instant.parse("2027-06-02T22:00:00Z")).asleep()).isTrue();
  }

  @Test
  void aHeadStartOfMembersBringsThePodsForward() {
    TicketEventSpec spec =
        spec(
            PLAIN,
            "Split",
            ", \"queue\": {\"priority\": [{\"membership\": \"gold\", \"opensBefore\": \"24h\"}]}");
    assertThat(applied(spec, "2027-04-30T09:29:59Z")).isEqualTo("queue=2,booking=3,worker=2");
    assertThat(applied(spec, "2027-04-30T09:30:00Z")).isEqualTo("queue=6,booking=8,worker=2");
  }

  @Test
  void aSaleThatEndsWithItsCloseStillAnswersWhoWaited() {
    TicketEventSpec spec =
        split(
            PLAIN
                .replace("2027-05-31T10:00:00Z", "2027-06-01T17:59:00Z")
                .replace("2027-06-01T22:00:00Z", "2027-06-01T18:10:00Z"));
    assertThat(applied(spec, "2027-06-01T18:58:59Z")).isEqualTo("queue=2,booking=3,worker=2");
    assertThat(applied(spec, "2027-06-01T18:59:00Z")).isEqualTo("queue=0,booking=0,worker=2");
  }

  @Test
  void everyChangeIsAnnouncedByTheOneBefore() {
    TicketEventSpec spec = split(REGISTERED);
    List<String> announced = new ArrayList<>();
    Instant now = Instant.parse("2020-01-01T00:00:00Z");
    for (Instant next = ScalingPolicy.at(spec, now).nextChangeAt();
        next != null;
        next = ScalingPolicy.at(spec, now).nextChangeAt()) {
      String before = applied(spec, next.minusNanos(1).toString());
      assertThat(applied(spec, next.toString())).isNotEqualTo(before);
      announced.add(before);
      now = next;
    }
    assertThat(announced).hasSize(7);
  }

  /** Clocks go forward in Berlin on 2027-03-28 at 02:00, and back in New York on 2027-11-07. */
  @ParameterizedTest
  @CsvSource({
    "2027-03-28T03:00:00+02:00, 2027-03-28T00:30:00Z",
    "2027-03-28T01:59:00+01:00, 2027-03-28T00:29:00Z",
    "2027-11-07T01:30:00-04:00, 2027-11-07T05:00:00Z",
    "2027-11-07T01:30:00-05:00, 2027-11-07T06:00:00Z",
    "2027-03-01T19:00:00+09:00, 2027-03-01T09:30:00Z",
  })
  void theOffsetOfAnInstantDecidesWhateverTheClocksDo(String onSaleAt, Instant preScale) {
    TicketEventSpec spec =
        split(
            PLAIN
                .replace("2027-05-01T10:00:00Z", onSaleAt)
                .replace("2027-05-31", "2028-05-31")
                .replace("2027-06-01", "2028-06-01"));
    assertThat(applied(spec, preScale.minusNanos(1).toString()))
        .isEqualTo("queue=2,booking=3,worker=2");
    assertThat(applied(spec, preScale.toString())).isEqualTo("queue=6,booking=8,worker=2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Asia/Seoul", "America/New_York", "Pacific/Kiritimati"})
  void neitherTheVenuesZoneNorTheMachinesMatters(String zone) {
    TicketEventSpec spec = split(PLAIN.replace("{", "{\"timeZone\": \"%s\", ".formatted(zone)));
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try {
      assertThat(ScalingPolicy.at(spec, Instant.parse("2027-05-01T09:30:00Z")))
          .isEqualTo(ScalingPolicy.at(split(PLAIN), Instant.parse("2027-05-01T09:30:00Z")));
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void aLongWarmUpKeepsTheEventAwake() {
    TicketEventSpec spec = spec(PLAIN, "Single", "", "\"warmUp\": \"8760h\", ");
    assertThat(applied(spec, "2026-06-01T00:00:00Z")).isEqualTo("single=2");
  }

  private static String applied(TicketEventSpec spec, String now) {
    return ScalingPolicy.at(spec, Instant.parse(now)).applied();
  }

  private static TicketEventSpec split(String schedule) {
    return spec(schedule, "Split", "");
  }

  private static TicketEventSpec spec(String schedule, String topology, String more) {
    return spec(schedule, topology, more, "");
  }

  private static TicketEventSpec spec(
      String schedule, String topology, String more, String scaling) {
    String json =
        """
        {"title": "Aurora", "schedule": %s, "topology": "%s",
         "scaling": {%s"single": {"min": 2, "max": 10}, "queue": {"min": 2, "max": 8},
           "booking": {"min": 3, "max": 10}, "worker": {"min": 2, "max": 2},
           "preScale": {"before": "30m", "single": 5, "queue": 6, "booking": 8}}%s}"""
            .formatted(schedule, topology, scaling, more);
    try {
      return JsonMapper.builder().build().readValue(json, TicketEventSpec.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}
