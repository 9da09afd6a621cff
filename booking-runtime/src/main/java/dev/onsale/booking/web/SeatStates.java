package dev.onsale.booking.web;

import dev.onsale.booking.seats.SeatBits;
import dev.onsale.booking.seats.SeatVersion;
import dev.onsale.booking.seats.SeatView;
import dev.onsale.seating.Seat;
import dev.onsale.seating.SeatPlan;
import dev.onsale.seating.SeatRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The states of the seats as they are sent. Numbered seats go by their position in {@code GET
 * /seats}, from 0; of standing sections only the free places are told.
 */
public final class SeatStates {
  /** JSON of a changed seat is about as long. */
  private static final int BYTES_A_CHANGE = 6;

  private static final int STANDING = -1;

  private final List<SeatRange> standing;
  private final JsonMapper json;
  private final List<Seat> numbered;
  private final int[] positions;
  private volatile @Nullable Whole last;

  private record Whole(SeatView of, byte[] json) {}

  SeatStates(SeatPlan plan, JsonMapper json) {
    this.standing = plan.ranges().stream().filter(SeatRange::standing).toList();
    this.json = json;
    this.numbered = plan.seats().stream().filter(seat -> !seat.standing()).toList();
    this.positions = new int[plan.size()];
    Arrays.fill(positions, STANDING);
    for (int position = 0; position < numbered.size(); position++) {
      positions[numbered.get(position).index()] = position;
    }
  }

  /** All of them, in JSON: {@code states} are two bits a seat in base64. Not to be changed. */
  public byte[] whole(SeatView view) {
    Whole known = last;
    if (known != null && known.of() == view) {
      return known.json();
    }
    Map<String, Object> body = head(view);
    body.put("states", Base64.getEncoder().encodeToString(view.bits().packed(numbered)));
    body.put("standing", standing(view, section -> true));
    Whole written = new Whole(view, json.writeValueAsBytes(body));
    last = written;
    return written.json();
  }

  /**
   * All of them without JSON, a quarter shorter: epoch and number of the version in 8 bytes each,
   * all free places in 4, those of each standing section in 4, two bits a seat; the highest byte
   * and bit first.
   */
  byte[] binary(SeatView view) {
    byte[] states = view.bits().packed(numbered);
    ByteBuffer all = ByteBuffer.allocate(8 + 8 + 4 + 4 * standing.size() + states.length);
    all.putLong(view.version().epoch()).putLong(view.version().number());
    all.putInt(view.counts().free());
    for (SeatRange section : standing) {
      all.putInt(free(view, section));
    }
    return all.put(states).array();
  }

  /**
   * What changed since a version, in JSON; {@code changes} has four lists, the positions of the
   * seats that are free now, held, sold, not for sale. Empty if all of them are needed, or shorter.
   */
  public Optional<byte[]> changes(SeatView view, SeatVersion since) {
    return view.changedSince(since)
        .filter(
            changed -> changed.cardinality() * BYTES_A_CHANGE <= 200 + numbered.size() * 4 / 3 / 4)
        .map(changed -> json.writeValueAsBytes(changes(view, since, changed)));
  }

  private Map<String, Object> changes(SeatView view, SeatVersion since, BitSet changed) {
    List<List<Integer>> byState =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    SeatBits bits = view.bits();
    changed.stream()
        .filter(index -> positions[index] != STANDING)
        .forEach(index -> byState.get(bits.state(index)).add(positions[index]));
    Map<String, Object> body = head(view);
    body.put("since", since.toString());
    body.put("changes", byState);
    body.put(
        "standing",
        standing(
            view,
            section -> {
              int first = changed.nextSetBit(section.first());
              return first >= 0 && first < section.first() + section.size();
            }));
    return body;
  }

  private static Map<String, Object> head(SeatView view) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("version", view.version().toString());
    body.put("free", view.counts().free());
    return body;
  }

  private Map<String, Object> standing(SeatView view, Predicate<SeatRange> which) {
    Map<String, Object> places = new LinkedHashMap<>();
    standing.stream()
        .filter(which)
        .forEach(
            section ->
                places.put(
                    section.section(),
                    Map.of("free", free(view, section), "capacity", section.size())));
    return places;
  }

  private static int free(SeatView view, SeatRange section) {
    return view.standingFree().getOrDefault(section.section(), 0);
  }
}
