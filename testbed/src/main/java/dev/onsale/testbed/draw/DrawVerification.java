package dev.onsale.testbed.draw;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onsale.draw.BeaconChain;
import dev.onsale.testbed.draw.PublishedWindows.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be said of a draw, and of one number in it. A pure function of what was published. */
public final class DrawVerification {
  private static final String DRAW = "draw";
  private static final String LATE = "late";
  private static final String LOWEST = "0000000000000000";
  private static final String HIGHEST = "ffffffffffffffff";

  private final PublishedDraw draw;
  private final PublishedWindows windows;
  private final @Nullable String head;

  private DrawVerification(PublishedDraw draw, PublishedWindows windows, @Nullable String head) {
    this.draw = draw;
    this.windows = windows;
    this.head = head;
  }

  /**
   * @param event the event's public document
   * @param windowPages the pages of {@code /queue/windows}, at least one
   * @param head {@code windowsHead} of a status that somebody saw earlier; null if nobody did
   * @throws UnreadableEvidence if these are no such documents
   */
  public static DrawVerification of(
      JsonNode event, List<JsonNode> windowPages, @Nullable String head) {
    return new DrawVerification(
        PublishedDraw.from(event), PublishedWindows.from(windowPages), head);
  }

  /** Looks at the draw, and at the number of who has the receipt. */
  public List<Check> check(@Nullable Receipt receipt) {
    List<Check> checks = new ArrayList<>();
    if (receipt != null) {
      checks.add(
          Check.that(
              receipt.commitment().equals(draw.commitment()),
              "receipt",
              "the commitment is the one you were given: " + draw.commitment(),
              "you were given the commitment "
                  + receipt.commitment()
                  + ", and now it is "
                  + draw.commitment()));
    }
    checks.add(chain());
    if (head != null) {
      checks.add(head(head));
    }
    if (!draw.drawn()) {
      checks.add(Check.open("seed", "the draw was not made yet; come back after registration"));
      return checks;
    }
    checks.add(
        Check.that(
            Arithmetic.sha256OfHex(draw.secret()).equals(draw.commitment()),
            "commitment",
            "the published secret is the one that was committed to",
            "SHA-256 of the published secret is not the commitment: the secret was changed"));
    checks.add(beacon());
    checks.add(
        Check.that(
            Arithmetic.seed(draw.secret(), draw.randomness()).equals(draw.seed()),
            "seed",
            "the seed is made of secret and beacon: " + draw.seed(),
            "SHA-256 of secret and beacon is not the published seed: the seed was changed"));
    checks.add(order());
    if (receipt != null) {
      checks.add(called(Arithmetic.number(draw.seed(), receipt.identity())));
    }
    return checks;
  }

  /** The worst of them. */
  public static Check.Verdict verdict(List<Check> checks) {
    if (checks.stream().anyMatch(check -> check.verdict() == Check.Verdict.FAILED)) {
      return Check.Verdict.FAILED;
    }
    return checks.stream().anyMatch(check -> check.verdict() == Check.Verdict.OPEN)
        ? Check.Verdict.OPEN
        : Check.Verdict.OK;
  }

  private Check chain() {
    String hash = windows.before();
    int expected = 0;
    for (Window window : windows.windows()) {
      hash = Arithmetic.sha256OfText(hash + "\n" + window.text());
      if (window.number() != expected || !hash.equals(window.hash())) {
        return Check.failed(
            "windows", "window " + window.number() + " does not follow from those before it");
      }
      expected++;
    }
    return Check.ok(
        "windows",
        "%d release windows of epoch %d are chained by their hashes"
            .formatted(expected, windows.epoch()));
  }

  private Check head(String seen) {
    boolean known =
        windows.before().equals(seen)
            || windows.windows().stream().anyMatch(window -> window.hash().equals(seen));
    return Check.that(
        known,
        "head",
        "the head you saw earlier is part of the chain",
        "the head you saw earlier is not part of the chain: windows were rewritten, or the queue"
            + " was rebuilt since (epoch "
            + windows.epoch()
            + ")");
  }

  private Check beacon() {
    if (draw.source().equals("None")) {
      return Check.ok(
          "beacon",
          "none: whoever knew the secret in advance could have chosen accounts to suit it");
    }
    BeaconChain chain;
    try {
      chain = BeaconChain.valueOf(draw.chain());
    } catch (IllegalArgumentException unknown) {
      return Check.failed("beacon", "there is no chain " + draw.chain());
    }
    boolean signed =
        BeaconSignature.verifies(chain, draw.round(), draw.signature(), draw.previousSignature());
    return Check.that(
        signed && Arithmetic.sha256OfHex(draw.signature()).equals(draw.randomness()),
        "beacon",
        "round %d of drand's chain %s is signed by its key".formatted(draw.round(), chain),
        signed
            ? "the published randomness is not that of round " + draw.round()
            : "round %d of chain %s is not signed by its key".formatted(draw.round(), chain));
  }

  /** Numbers were called in ascending order without a gap, and latecomers after the last. */
  private Check order() {
    List<Window> called = windows.ofLane(DRAW);
    String next = called.isEmpty() ? LOWEST : called.getFirst().from();
    for (Window window : called) {
      if (!window.from().equals(next) || window.to().compareTo(window.from()) < 0) {
        return Check.failed(
            "order",
            "window %d calls numbers from %s, and %s is next"
                .formatted(window.number(), window.from(), next));
      }
      next = "%016x".formatted(Long.parseUnsignedLong(window.to(), 16) + 1);
    }
    Optional<Window> tooSoon =
        windows.ofLane(LATE).stream()
            .filter(
                late ->
                    called.stream().anyMatch(window -> window.number() > late.number())
                        || called.isEmpty()
                        || !called.getLast().to().equals(HIGHEST))
            .findFirst();
    return tooSoon
        .map(
            late ->
                Check.failed(
                    "order",
                    "window %d lets latecomers in before all numbers were called"
                        .formatted(late.number())))
        .orElseGet(
            () ->
                Check.ok(
                    "order",
                    called.isEmpty()
                        ? "no number was called yet"
                        : "numbers %s to %s were called in ascending order, none left out"
                            .formatted(called.getFirst().from(), called.getLast().to())));
  }

  private Check called(String number) {
    List<Window> called = windows.ofLane(DRAW);
    if (!called.isEmpty() && number.compareTo(called.getFirst().from()) < 0) {
      return Check.open(
          "number",
          "your number is %s; it was called before the queue was rebuilt (epoch %d)"
              .formatted(number, windows.epoch()));
    }
    return called.stream()
        .filter(window -> number.compareTo(window.to()) <= 0)
        .findFirst()
        .map(
            window ->
                Check.ok(
                    "number",
                    "your number is %s; it was called at %s in window %d, after all lower ones"
                        .formatted(number, window.releasedAt(), window.number())))
        .orElseGet(
            () ->
                Check.open("number", "your number is %s; it was not called yet".formatted(number)));
  }
}
