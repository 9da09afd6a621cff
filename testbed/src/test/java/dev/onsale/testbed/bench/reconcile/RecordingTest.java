package dev.onsale.testbed.bench.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.testbed.bench.reconcile.Recording.Step;
import dev.onsale.testbed.bench.reconcile.StatementLog.Asked;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingTest {

  private static final Subject RECORDED = new Subject("there", "aurora", "uid-1", "ev_1");

  @Test
  void aTransactionThatNamesTheEventIsOneStepAndOthersAreLeftOut() {
    List<Asked> asked =
        List.of(
            asked(1, "BEGIN", "7"),
            asked(2, "SELECT of somebody else", "8"),
            asked(3, "CREATE SCHEMA ev_1", "7"),
            asked(4, "COMMIT", "7"));

    List<Step> steps = Recording.steps(List.of(), asked, "ev_1");

    assertThat(steps)
        .singleElement()
        .isInstanceOfSatisfying(
            Step.Statements.class,
            all ->
                assertThat(all.statements())
                    .extracting(Asked::text)
                    .containsExactly("BEGIN", "CREATE SCHEMA ev_1", "COMMIT"));
  }

  @Test
  void stepsStandInTheOrderInWhichTheyBegan() {
    AuditLog.Call call =
        new AuditLog.Call(
            Instant.ofEpochSecond(2), "get", "/api", "secrets", "there", "x", 200, null);

    List<Step> steps =
        Recording.steps(
            List.of(call),
            List.of(
                asked(1, "SELECT 'ev_1'", "7"),
                new Asked(Instant.ofEpochSecond(3), "9", "ev_1_a", Asked.LOGIN, List.of())),
            "ev_1");

    assertThat(steps)
        .extracting(step -> step.getClass().getSimpleName())
        .containsExactly("Statements", "Request", "Login");
  }

  @Test
  void whatIsReplayedNamesTheOtherEventInAnApiOfItsOwn() {
    Subject other = new Subject("here", "borealis", "uid-2", "ev_2");

    assertThat(
            other.insteadOf(
                RECORDED, "/apis/onsale.dev/v1alpha1/namespaces/there/ticketevents/aurora"))
        .isEqualTo("/apis/bench.onsale.dev/v1alpha1/namespaces/here/ticketevents/borealis");
  }

  @Test
  void parametersAreReadAsPostgresqlWritesThem() {
    assertThat(StatementLog.values("$1 = 'it''s', $2 = NULL, $3 = '4'"))
        .containsExactly("it's", null, "4");
  }

  @Test
  void statementsAndLoginsAreReadAsPostgresqlWritesThem() {
    List<Asked> asked =
        StatementLog.read(
            List.of(
                "2026-11-21 18:40:31.123 UTC [77] onsale_operator@onsale LOG:  execute <unnamed>:"
                    + " SELECT 1",
                "\tFROM pg_namespace WHERE nspname = $1",
                "2026-11-21 18:40:31.124 UTC [77] onsale_operator@onsale DETAIL:  Parameters: $1 ="
                    + " 'ev_1'",
                "2026-11-21 18:40:31.200 UTC [78] [unknown]@[unknown] LOG:  connection received:"
                    + " host=127.0.0.1",
                "2026-11-21 18:40:31.300 UTC [78] ev_1_a@onsale LOG:  connection authorized:"
                    + " user=ev_1_a database=onsale"));

    assertThat(asked)
        .containsExactly(
            new Asked(
                Instant.parse("2026-11-21T18:40:31.123Z"),
                "77",
                "onsale_operator",
                "SELECT 1\nFROM pg_namespace WHERE nspname = $1",
                List.of("ev_1")),
            new Asked(
                Instant.parse("2026-11-21T18:40:31.300Z"), "78", "ev_1_a", Asked.LOGIN, List.of()));
  }

  private static Asked asked(int second, String text, String session) {
    return new Asked(Instant.ofEpochSecond(second), session, "onsale_operator", text, List.of());
  }
}
