package dev.onsale.booking.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.booking.tokens.HoldIds.Named;
import dev.onsale.booking.tokens.HoldIds.Shown;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldIdsTest {
  private static final long DEADLINE = 1_800_000_000_000L;

  private final HoldIds ids = new HoldIds(KeyRing.of(new byte[32]), "cluster/event");

  private static Named hold(List<Integer> seats) {
    return new Named(HoldIds.newName(), 7, DEADLINE, seats);
  }

  @Test
  void anIdSaysWhatIsHeldForWhomAndUntilWhen() {
    Named hold = hold(List.of(49_999, 0, 1, 17));

    assertThat(ids.read(ids.issue(hold, "d_me"), "d_me")).contains(new Shown(hold, true));
    assertThat(ids.read(ids.issue(hold, "d_me"), "d_you")).contains(new Shown(hold, false));
  }

  @Test
  void anIdOfTwoSeatsIsShortAndOneOfAHundredAnywhereFitsAPath() {
    List<Integer> far = new Random(1).ints(0, 50_000).distinct().limit(100).boxed().toList();

    assertThat(ids.issue(hold(List.of(20_000, 20_001)), "d_me")).hasSizeLessThan(100);
    String longest = ids.issue(hold(far), "d_me");
    assertThat(longest).matches("[\\w-]+").hasSizeLessThanOrEqualTo(HoldIds.LONGEST);
    assertThat(ids.read(longest, "d_me").orElseThrow().hold().seats()).isEqualTo(far);
  }

  @Test
  void whatIsChangedCutOrOfAnotherEventIsNoId() {
    String id = ids.issue(hold(List.of(3, 4)), "d_me");

    assertThat(IntStream.range(0, id.length()))
        .allSatisfy(at -> assertThat(ids.read(changed(id, at), "d_me")).isEmpty());
    assertThat(ids.read(id.substring(0, id.length() - 4), "d_me")).isEmpty();
    assertThat(ids.read("", "d_me")).isEmpty();
    assertThat(ids.read("1-none", "d_me")).isEmpty();
    assertThat(new HoldIds(KeyRing.of(new byte[32]), "cluster/other").read(id, "d_me")).isEmpty();
    assertThat(new EntryTokens(KeyRing.of(new byte[32]), "cluster/event").read(id, "d_me"))
        .isEmpty();
  }

  @Test
  void theSameHoldAlwaysBecomesTheSameOrder() {
    Named hold = hold(List.of(1));

    assertThat(hold.order()).isEqualTo(new Named(hold.name(), 8, 0, List.of()).order());
    assertThat(hold.order()).isNotEqualTo(hold(List.of(1)).order());
  }

  @Test
  void anOrderIdIsACustomUuidOfRfc9562() {
    assertThat(hold(List.of(1)).order().version()).isEqualTo(8);
    assertThat(hold(List.of(1)).order().variant()).isEqualTo(2);
  }

  private static String changed(String id, int at) {
    char other = id.charAt(at) == 'A' ? 'B' : 'A';
    return id.substring(0, at) + other + id.substring(at + 1);
  }
}
