package dev.onsale.testbed.buyers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.testbed.audit.Audit;
import dev.onsale.testbed.audit.Findings;
import dev.onsale.testbed.audit.Promise;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CrowdTest {
  private static final int SEATS = 30;
  private static final CrowdProfile QUICK =
      new CrowdProfile(
          0,
          0,
          Duration.ZERO,
          Duration.ofMillis(300),
          Duration.ZERO,
          0.3,
          0.2,
          0,
          0,
          0.3,
          0,
          Duration.ofMillis(1),
          Duration.ofMillis(20));

  private final Journal journal = new Journal();

  @Test
  void aCrowdBuysEverySeatOnce() throws Exception {
    try (var runtime = new FakeRuntime(SEATS, 20)) {
      Findings findings = sale(runtime, 300);

      assertThat(findings.sold()).isEqualTo(SEATS);
      assertThat(findings.breaches()).isEmpty();
      assertThat(journal.complaints()).isEmpty();
    }
  }

  @Test
  void theImpatientAreRefused() throws Exception {
    try (var runtime = new FakeRuntime(SEATS, 20)) {
      sale(runtime, 300);

      assertThat(journal.countOf(Journal.Count.EARLY_CLAIM_REFUSED)).isPositive();
    }
  }

  @Test
  void aRuntimeThatLetsTheImpatientInIsFound() throws Exception {
    try (var runtime = new FakeRuntime(SEATS, 20)) {
      runtime.acceptsEarlyClaims = true;

      assertThat(sale(runtime, 300).count(Promise.TURN)).isPositive();
    }
  }

  @Test
  void aRuntimeThatFailsNowAndThenLosesNobody() throws Exception {
    try (var runtime = new FakeRuntime(SEATS, 20)) {
      runtime.failing = 0.05;
      Findings findings = sale(runtime, 300);

      assertThat(findings.sold()).isEqualTo(SEATS);
      assertThat(journal.countOf(Journal.Count.RETRIED)).isPositive();
    }
  }

  private Findings sale(FakeRuntime runtime, int buyers) throws InterruptedException {
    try (var client = new BookingClient(runtime.base(), journal);
        var crowd = new Crowd(buyers, 1, 4, QUICK, journal)) {
      var board = new PublicBoard(client, journal);
      crowd.start(client, board, Instant.now());
      assertThat(crowd.await(Duration.ofSeconds(30))).isTrue();
      board.readWindows();
    }
    return Audit.ofBuyersAlone(SEATS, buyers, journal, "there is none");
  }
}
