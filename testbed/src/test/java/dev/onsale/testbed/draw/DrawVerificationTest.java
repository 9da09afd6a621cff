package dev.onsale.testbed.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onsale.testbed.draw.Check.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DrawVerificationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "11".repeat(32);
  private static final String RANDOMNESS =
      "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587";
  private static final String SIGNATURE =
      "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b";
  private static final String BEGINNING = Arithmetic.sha256OfText("c/concerts/aurora\n1");

  private final ObjectNode event = event();
  private final ObjectNode windows =
      JSON.createObjectNode().put("epoch", 1).put("before", BEGINNING);
  private final ArrayNode list = windows.putArray("windows");
  private String hash = BEGINNING;

  @Test
  void aDrawThatIsAsItWasPromisedPasses() {
    called("draw", "0000000000000000", "7fffffffffffffff");
    called("draw", "8000000000000000", "ffffffffffffffff");
    called("late", "1", "5");

    List<Check> checks = check(receipt("u_anna"));

    assertThat(checks).allMatch(check -> check.verdict() == Verdict.OK);
    assertThat(checks)
        .filteredOn(check -> check.what().equals("number"))
        .singleElement()
        .satisfies(
            check ->
                assertThat(check.detail()).contains(Arithmetic.number(seed(), "u_anna"), "window"));
  }

  @Test
  void aNumberThatWasNotCalledIsOpen() {
    called("draw", "0000000000000000", "0000000000000fff");

    assertThat(DrawVerification.verdict(check(receipt("u_anna")))).isEqualTo(Verdict.OPEN);
  }

  @Test
  void aChangedSecretIsNoticed() {
    draw().put("secret", "22".repeat(32));

    assertThat(failures()).contains("commitment", "seed");
  }

  @Test
  void aSecretThatWasChangedTogetherWithItsCommitmentIsNoticedByTheReceipt() {
    Receipt given = receipt("u_anna");
    String other = "22".repeat(32);
    draw().put("secret", other).put("commitment", Arithmetic.sha256OfHex(other));
    draw().put("seed", Arithmetic.seed(other, RANDOMNESS));

    assertThat(check(given))
        .filteredOn(check -> check.verdict() == Verdict.FAILED)
        .extracting(Check::what)
        .containsExactly("receipt");
  }

  @Test
  void aChangedSeedIsNoticed() {
    draw().put("seed", "33".repeat(32));

    assertThat(failures()).containsExactly("seed");
  }

  @Test
  void aBeaconThatWasMadeUpIsNoticed() {
    ObjectNode beacon = (ObjectNode) draw().path("beacon");
    beacon.put("randomness", "44".repeat(32));
    draw().put("seed", Arithmetic.seed(SECRET, "44".repeat(32)));
    assertThat(failures()).containsExactly("beacon");

    beacon.put("randomness", RANDOMNESS).put("round", 657_414);
    draw().put("seed", Arithmetic.seed(SECRET, RANDOMNESS));
    assertThat(failures()).containsExactly("beacon");
  }

  @Test
  void aWindowThatWasRewrittenIsNoticed() {
    called("draw", "0000000000000000", "7fffffffffffffff");
    String seen = hash;
    ((ObjectNode) list.get(0)).put("releasedAt", "2027-03-01T09:00:00Z");

    assertThat(failures()).containsExactly("windows");

    list.removeAll();
    hash = BEGINNING;
    called("draw", "0000000000000000", "8fffffffffffffff");
    assertThat(failures()).isEmpty();
    assertThat(
            DrawVerification.verdict(
                DrawVerification.of(event, List.of(windows), seen).check(null)))
        .isEqualTo(Verdict.FAILED);
  }

  @Test
  void numbersThatWereLeftOutOrCalledTwiceAreNoticed() {
    called("draw", "0000000000000000", "7fffffffffffffff");
    called("draw", "9000000000000000", "ffffffffffffffff");
    assertThat(failures()).containsExactly("order");

    list.removeAll();
    hash = BEGINNING;
    called("draw", "0000000000000000", "7fffffffffffffff");
    called("draw", "0000000000000000", "ffffffffffffffff");
    assertThat(failures()).containsExactly("order");
  }

  @Test
  void latecomersWhoEnteredBeforeTheLastNumberAreNoticed() {
    called("draw", "0000000000000000", "7fffffffffffffff");
    called("late", "1", "5");
    called("draw", "8000000000000000", "ffffffffffffffff");

    assertThat(failures()).containsExactly("order");
  }

  @Test
  void aDrawThatWasNotMadeYetIsOpen() {
    draw().remove(List.of("secret", "seed"));

    assertThat(DrawVerification.verdict(check(receipt("u_anna")))).isEqualTo(Verdict.OPEN);
  }

  @Test
  void anEventWithoutADrawIsNoEvidence() {
    event.remove("draw");

    assertThatThrownBy(() -> check(null)).hasMessageContaining("queue mode is Draw");
  }

  private List<String> failures() {
    return check(null).stream()
        .filter(check -> check.verdict() == Verdict.FAILED)
        .map(Check::what)
        .toList();
  }

  private List<Check> check(@Nullable Receipt receipt) {
    return DrawVerification.of(event, List.of((JsonNode) windows), null).check(receipt);
  }

  private void called(String lane, String from, String to) {
    Instant at = Instant.parse("2027-03-01T10:00:00Z").plusSeconds(list.size());
    int number = list.size();
    hash =
        Arithmetic.sha256OfText(
            "%s\n%d:%s:%s:%d:%s".formatted(hash, number, from, to, at.toEpochMilli(), lane));
    list.addObject()
        .put("number", number)
        .put("lane", lane)
        .put("from", from)
        .put("to", to)
        .put("releasedAt", at.toString())
        .put("hash", hash);
  }

  private ObjectNode draw() {
    return (ObjectNode) event.path("draw");
  }

  private String seed() {
    return draw().path("seed").asText();
  }

  private Receipt receipt(String identity) {
    return new Receipt(identity, draw().path("commitment").asText());
  }

  private static ObjectNode event() {
    ObjectNode event = JSON.createObjectNode().put("mode", "Draw");
    ObjectNode draw = event.putObject("draw");
    draw.put("commitment", Arithmetic.sha256OfHex(SECRET))
        .put("secret", SECRET)
        .put("seed", Arithmetic.seed(SECRET, RANDOMNESS));
    draw.putObject("beacon")
        .put("source", "Drand")
        .put("chain", "Quicknet")
        .put("round", 657_413)
        .put("randomness", RANDOMNESS)
        .put("signature", SIGNATURE);
    return event;
  }
}
