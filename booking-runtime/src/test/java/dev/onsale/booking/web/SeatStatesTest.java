package dev.onsale.booking.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.Row;
import dev.onsale.api.v1alpha1.Section;
import dev.onsale.booking.seats.SeatBits;
import dev.onsale.booking.seats.SeatVersion;
import dev.onsale.booking.seats.SeatView;
import dev.onsale.booking.seats.SeatViews;
import dev.onsale.seating.SeatMap;
import dev.onsale.seating.SeatPlan;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SeatStatesTest {
  /** Twenty standing places come first: positions of seats are not their indexes. */
  private static final SeatPlan HALL = plan(20, 100);

  private final SeatStates states = new SeatStates(HALL, JsonMapper.shared());
  private final SeatView before = SeatViews.free(HALL, 5);

  @Test
  void fiftyThousandSeatsTakeLessThanThirteenKilobytes() {
    SeatPlan arena = plan(3_000, 50_000);

    byte[] map =
        new SeatStates(arena, JsonMapper.shared()).binary(SeatViews.free(arena, 1_000_000));

    assertThat(map).hasSizeLessThanOrEqualTo(13_000);
  }

  @Test
  void allStatesAreToldByPosition() {
    SeatView now =
        SeatViews.with(HALL, SeatViews.with(HALL, before, 20, SeatBits.HELD), 0, SeatBits.SOLD);

    JsonNode told = JsonMapper.shared().readTree(states.whole(now));

    assertThat(told.path("version").asString()).isEqualTo("1.7");
    assertThat(told.path("free").asInt()).isEqualTo(118);
    assertThat(Base64.getDecoder().decode(told.path("states").asString())[0])
        .isEqualTo((byte) 0b01_00_00_00);
    assertThat(told.path("standing").path("floor").path("free").asInt()).isEqualTo(19);
  }

  @Test
  void octetsSayTheSame() {
    SeatView now = SeatViews.with(HALL, before, 21, SeatBits.SOLD);

    ByteBuffer told = ByteBuffer.wrap(states.binary(now));

    assertThat(told.getLong()).isEqualTo(1);
    assertThat(told.getLong()).isEqualTo(6);
    assertThat(told.getInt()).isEqualTo(119);
    assertThat(told.getInt()).isEqualTo(20);
    assertThat(told.get()).isEqualTo((byte) 0b00_10_00_00);
    assertThat(told.remaining()).isEqualTo(24);
  }

  @Test
  void changesNameSeatsByWhatTheyAreNow() {
    SeatView now = SeatViews.with(HALL, before, 23, SeatBits.HELD);
    now = SeatViews.with(HALL, now, 24, SeatBits.HELD);
    now = SeatViews.with(HALL, now, 24, SeatBits.FREE);

    assertThat(changes(now, before.version()))
        .isEqualTo(
            "{\"version\":\"1.8\",\"free\":119,\"since\":\"1.5\","
                + "\"changes\":[[4],[3],[],[]],\"standing\":{}}");
    assertThat(changes(now, now.version())).contains("\"changes\":[[],[],[],[]]");
  }

  @Test
  void ofStandingSectionsTheFreePlacesAreTold() {
    SeatView now = SeatViews.with(HALL, before, 3, SeatBits.HELD);

    assertThat(changes(now, before.version()))
        .contains("\"changes\":[[],[],[],[]]", "\"floor\":{", "\"free\":19");
  }

  @Test
  void moreChangesThanAllSeatsAreLongAreNotTold() {
    SeatView now = before;
    for (int seat = 20; seat < 80; seat++) {
      now = SeatViews.with(HALL, now, seat, SeatBits.SOLD);
    }

    assertThat(states.changes(now, before.version())).isEmpty();
    assertThat(states.changes(now, new SeatVersion(1, 50))).isPresent();
  }

  private String changes(SeatView now, SeatVersion since) {
    return new String(
        states.changes(now, since).orElseThrow(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static SeatPlan plan(int standing, int seats) {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("floor", "standing", 2, null, standing, null));
    sections.add(
        new Section(
            "A",
            "vip",
            1,
            IntStream.range(0, seats / 50)
                .mapToObj(row -> new Row("r" + row, 50, 1, 1, List.of(), List.of(), null, null))
                .toList(),
            null,
            null));
    return SeatPlan.of(new SeatMap(sections));
  }
}
