package dev.onsale.booking.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.booking.tokens.IdentityTokens.Proven;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final byte[] KEY = key(1);
  private static final Place PLACE =
      new Place(3, 2, 1_000_000, Instant.ofEpochSecond(4_000_000_000L));

  private static final SessionId SESSION = new SessionId(1, 0, 7);

  private final PlaceTokens places = new PlaceTokens(KeyRing.of(KEY), "cluster/event");
  private final EntryTokens entries = new EntryTokens(KeyRing.of(KEY), "cluster/event");

  @Test
  void aPlaceTokenTellsItsPlaceToItsOwner() {
    String token = places.issue(PLACE, "d_me");

    assertThat(places.read(token, "d_me")).contains(new PlaceTokens.Shown(PLACE, true, false));
  }

  @Test
  void aPlaceTokenIsNotGoodForAnybodyElse() {
    String token = places.issue(PLACE, "d_me");

    assertThat(places.read(token, "d_you").orElseThrow().yours()).isFalse();
  }

  @Test
  void aPlaceTokenOfAnotherEventOrKeyIsNone() {
    String token = places.issue(PLACE, "d_me");

    assertThat(new PlaceTokens(KeyRing.of(KEY), "cluster/other").read(token, "d_me")).isEmpty();
    assertThat(new PlaceTokens(KeyRing.of(key(2)), "cluster/event").read(token, "d_me")).isEmpty();
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
    String entry = entries.issue(SESSION, "d_me", Instant.EPOCH);

    assertThat(places.read(entry, "d_me")).isEmpty();
    assertThat(entries.read(places.issue(PLACE, "d_me"), "d_me")).isEmpty();
  }

  @Test
  void anEntryTokenTellsItsSessionToItsOwnerAndIsTheSameWhenIssuedAgain() {
    Instant end = Instant.ofEpochMilli(4_000_000_000_123L);
    String token = entries.issue(SESSION, "d_me", end);

    assertThat(entries.read(token, "d_me"))
        .contains(new EntryTokens.Shown(SESSION, true, end, false));
    assertThat(entries.read(token, "d_you").orElseThrow().yours()).isFalse();
    assertThat(entries.issue(SESSION, "d_me", end)).isEqualTo(token);
  }

  @Test
  void aTokenHasOneSpelling() {
    String token = places.issue(PLACE, "d_me");

    assertThat(places.read(token + "=", "d_me")).isEmpty();
    assertThat(places.read(token + "A", "d_me")).isEmpty();
  }

  @Test
  void aTokenExpiresAMinuteLate() {
    Instant end = Instant.parse("2027-03-01T10:00:00Z");
    String place = places.issue(new Place(1, 0, 1, end), "d_me");
    String entry = entries.issue(SESSION, "d_me", end);

    for (boolean over : new boolean[] {false, true}) {
      KeyRing ring = ring(end.plusSeconds(over ? 61 : 60), held(1, null, null));
      assertThat(new PlaceTokens(ring, "cluster/event").read(place, "d_me").orElseThrow().expired())
          .isEqualTo(over);
      assertThat(new EntryTokens(ring, "cluster/event").read(entry, "d_me").orElseThrow().expired())
          .isEqualTo(over);
    }
  }

  @Test
  void aSessionOfADrawKeepsAllBitsOfItsNumber() {
    SessionId session = new SessionId(3, 1, 0xfedc_ba98_7654_3210L);

    assertThat(SessionId.of(session.text())).isEqualTo(session);
    assertThat(
            entries
                .read(entries.issue(session, "d_me", Instant.now()), "d_me")
                .orElseThrow()
                .session())
        .isEqualTo(session);
  }

  @Test
  void aNewKeyVerifiesBeforeItSignsAndAnOldOneUntilItsTokensAreOver() {
    Instant made = Instant.parse("2027-03-01T10:00:00Z");
    KeyRing.Held old = held(1, null, made.plusSeconds(600));
    KeyRing.Held next = held(2, made.plusSeconds(300), null);
    String byOld = tokens(made, old).issue(PLACE, "d_me");
    String byNext = tokens(made.plusSeconds(300), next).issue(PLACE, "d_me");

    assertThat(keyId(tokens(made.plusSeconds(299), old, next).issue(PLACE, "d_me"))).isEqualTo(1);
    assertThat(keyId(tokens(made.plusSeconds(300), old, next).issue(PLACE, "d_me"))).isEqualTo(2);
    assertThat(tokens(made, old, next).read(byNext, "d_me")).isPresent();
    assertThat(tokens(made.plusSeconds(599), old, next).read(byOld, "d_me")).isPresent();
    assertThat(tokens(made.plusSeconds(600), old, next).read(byOld, "d_me")).isEmpty();
  }

  @Test
  void aTokenUnderAnotherKeysIdIsNone() {
    String token = tokens(Instant.EPOCH, held(1, null, null)).issue(PLACE, "d_me");
    byte[] whole = Base64.getUrlDecoder().decode(token);
    whole[1] = 2;
    String renamed = Base64.getUrlEncoder().withoutPadding().encodeToString(whole);

    assertThat(
            tokens(Instant.EPOCH, held(1, null, null), held(2, null, null)).read(renamed, "d_me"))
        .isEmpty();
  }

  @Test
  void aLoginTellsWhoItIsUntilItIsOver() {
    IdentityTokens logins = new IdentityTokens(KeyRing.of(KEY), "cluster/event");
    Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(60);
    Proven anna = new Proven("https://issuer", "anna", Set.of("staff"), Set.of("gold", "fan"), end);
    String token = logins.issue(anna);

    assertThat(logins.read(token)).contains(anna);
    assertThat(
            new IdentityTokens(ring(end.plusSeconds(61), held(1, null, null)), "cluster/event")
                .read(token))
        .isEmpty();
    assertThat(new IdentityTokens(KeyRing.of(KEY), "cluster/other").read(token)).isEmpty();
    assertThat(places.read(token, "anna")).isEmpty();
    assertThat(logins.read(places.issue(PLACE, "anna"))).isEmpty();
  }

  @Test
  void aLoginThatFitsIntoNoCookieIsRefused() {
    IdentityTokens logins = new IdentityTokens(KeyRing.of(KEY), "cluster/event");
    Proven many =
        new Proven("https://issuer", "x".repeat(3_000), Set.of(), Set.of(), Instant.now());

    assertThatThrownBy(() -> logins.issue(many)).hasMessageContaining("fits into no cookie");
  }

  private static PlaceTokens tokens(Instant now, KeyRing.Held... keys) {
    return new PlaceTokens(ring(now, keys), "cluster/event");
  }

  private static KeyRing ring(Instant now, KeyRing.Held... keys) {
    List<KeyRing.Held> all = List.of(keys);
    return new KeyRing(() -> all, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static KeyRing.Held held(int id, Instant signsFrom, Instant verifiesUntil) {
    return new KeyRing.Held(id, new Mac(key(id)), signsFrom, verifiesUntil);
  }

  private static int keyId(String token) {
    return Base64.getUrlDecoder().decode(token)[1];
  }

  private static byte[] key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return key;
  }
}
