package dev.onsale.booking.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.booking.tokens.PlaceTokens.Place;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final byte[] KEY = key(1);
  private static final Place PLACE =
      new Place(3, 0, 1_000_000, Instant.ofEpochMilli(1_790_000_000_123L));

  private final PlaceTokens places = new PlaceTokens(KEY, "cluster/event");
  private final EntryTokens entries = new EntryTokens(KEY, "cluster/event");

  @Test
  void aPlaceTokenTellsItsPlaceToItsOwner() {
    String token = places.issue(PLACE, "d_me");

    assertThat(places.read(token, "d_me")).contains(new PlaceTokens.Shown(PLACE, true));
  }

  @Test
  void aPlaceTokenIsNotGoodForAnybodyElse() {
    String token = places.issue(PLACE, "d_me");

    assertThat(places.read(token, "d_you").orElseThrow().yours()).isFalse();
  }

  @Test
  void aPlaceTokenOfAnotherEventOrKeyIsNone() {
    String token = places.issue(PLACE, "d_me");

    assertThat(new PlaceTokens(KEY, "cluster/other").read(token, "d_me")).isEmpty();
    assertThat(new PlaceTokens(key(2), "cluster/event").read(token, "d_me")).isEmpty();
  }

  @Test
  void everySingleChangedBitSpoilsAToken() {
    byte[] whole = Base64.getUrlDecoder().decode(places.issue(PLACE, "d_me"));

    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] changed = whole.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      String token = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
      assertThat(places.read(token, "d_me")).as("bit %d", bit).isEmpty();
    }
  }

  @Test
  void aCutOrSenselessTokenIsNone() {
    String token = places.issue(PLACE, "d_me");

    for (int length = 0; length < token.length(); length++) {
      assertThat(places.read(token.substring(0, length), "d_me")).isEmpty();
    }
    assertThat(places.read("not base64 at all!", "d_me")).isEmpty();
    assertThat(places.read("A".repeat(100_000), "d_me")).isEmpty();
  }

  @Test
  void anEntryTokenIsNoPlaceTokenEvenUnderOneKey() {
    String entry = entries.issue("1.7", "d_me", Instant.EPOCH);

    assertThat(places.read(entry, "d_me")).isEmpty();
    assertThat(entries.read(places.issue(PLACE, "d_me"), "d_me")).isEmpty();
  }

  @Test
  void anEntryTokenTellsItsSessionToItsOwnerAndIsTheSameWhenIssuedAgain() {
    Instant end = Instant.ofEpochMilli(1_790_000_000_123L);
    String token = entries.issue("1.7", "d_me", end);

    assertThat(entries.read(token, "d_me")).contains(new EntryTokens.Shown("1.7", true, end));
    assertThat(entries.read(token, "d_you").orElseThrow().yours()).isFalse();
    assertThat(entries.issue("1.7", "d_me", end)).isEqualTo(token);
  }

  private static byte[] key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return key;
  }
}
