package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.kubectl.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubectl onsale} against a real API server with the operator at work. */
class KubectlPluginTest {

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @TempDir private Path folder;

  private record Answer(int code, String out, String errors) {}

  private Answer onsale(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!arguments[0].equals("explain")) {
      all.addAll(List.of("-n", namespace, "--kubeconfig", world.plane.kubeconfig().toString()));
    }
    StringWriter out = new StringWriter();
    StringWriter errors = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(errors, true),
            Clock.systemUTC(),
            all.toArray(String[]::new));
    return new Answer(code, out.toString(), errors.toString());
  }

  private void standing(String name) {
    world.create(Manifests.event(namespace, name));
    world.awaitProvisioned(namespace, name);
  }

  private Path manifest(String text) throws IOException {
    return Files.writeString(folder.resolve("event.yaml"), text);
  }

  @Test
  void statusShowsPhaseConditionsQueueSalesAndWhatComesNextOnOneScreen() {
    standing("shown");

    Answer status = onsale("status", "shown");

    assertThat(status.code()).isZero();
    assertThat(status.out())
        .contains(
            namespace + "/shown",
            "A small evening",
            "Phase",
            "Next         OnSale in ",
            "Queue        Fifo, 600 a minute, at most 50 inside",
            "of 10 places sold",
            "DataProvisioned",
            "Provisioned");
    assertThat(status.out().lines().count()).isLessThan(40);
  }

  @Test
  void statusOfAnEventThatNeedsAPersonSaysSoInItsExitCode() {
    world.create(
        Manifests.event(namespace, "orphan")
            .replace("platformRef: {name: main}", "platformRef: {name: nowhere}"));
    world.awaitCondition(namespace, "orphan", "SpecValid", "False", "PlatformNotFound");

    Answer status = onsale("status", "orphan");

    assertThat(status.code()).isEqualTo(3);
    assertThat(status.out()).contains("! SpecValid", "PlatformNotFound");
  }

  @Test
  void anEventThatIsNotThereIsAnErrorThatNamesIt() {
    Answer status = onsale("status", "nobody");

    assertThat(status.code()).isEqualTo(1);
    assertThat(status.errors()).contains("no TicketEvent \"nobody\"");
  }

  @Test
  void planOfANewEventShowsItsTimelineCapacityAndPeak() throws IOException {
    Answer plan = onsale("plan", "-f", manifest(Manifests.event(namespace, "planned")).toString());

    assertThat(plan.code()).isZero();
    assertThat(plan.out())
        .contains(
            "Timeline (UTC)",
            "OnSale",
            "Closed",
            "no rolls from ",
            "10 places, 9 for sale",
            "standard              9 at 25.00 EUR",
            "at peak 2 pods, 3 during a roll, with at most 12 connections to PostgreSQL");
    assertThat(world.event(namespace, "planned").get()).isNull();
  }

  @Test
  void planSaysOfEachEditHowItTakesEffect() throws IOException {
    String manifest = Manifests.event(namespace, "edits");
    world.create(manifest);
    world.awaitProvisioned(namespace, "edits");

    Answer plan =
        onsale(
            "plan",
            "-f",
            manifest(
                    manifest
                        .replace("A small evening", "A big evening")
                        .replace("platformRef: {name: main}", "platformRef: {name: other}"))
                .toString());

    assertThat(plan.code()).isEqualTo(3);
    assertThat(plan.out())
        .containsPattern("live +spec.title")
        .containsPattern("refused +spec.platformRef")
        .contains("The API server would refuse it", "spec.platformRef is immutable");
  }

  @Test
  void planOfAManifestThatTheOperatorRefusesNamesTheReason() throws IOException {
    Answer plan =
        onsale(
            "plan",
            "--offline",
            "-f",
            manifest(Manifests.event(namespace, "wrong").replace("tier: standard", "tier: gold"))
                .toString());

    assertThat(plan.code()).isEqualTo(3);
    assertThat(plan.out()).contains("UnknownTier", "gold");
  }

  @Test
  void pauseStopsAdmissionAndResumeLetsPeopleInAgain() {
    standing("paused");

    assertThat(onsale("pause", "paused").code()).isZero();
    assertThat(world.event(namespace, "paused").require().getSpec().paused()).isTrue();
    assertThat(onsale("status", "paused").out()).contains("Paused       nobody is let in");
    assertThat(onsale("resume", "paused").code()).isZero();
    assertThat(world.event(namespace, "paused").require().getSpec().paused()).isFalse();
  }

  @Test
  void pausingTheOperatorLeavesTheSaleAlone() {
    standing("held");

    assertThat(onsale("pause", "--operator", "held").code()).isZero();

    var event = world.event(namespace, "held").require();
    assertThat(event.getMetadata().getAnnotations())
        .containsEntry("onsale.dev/reconcile", "paused");
    assertThat(event.getSpec().paused()).isFalse();
    assertThat(onsale("resume", "--operator", "held").code()).isZero();
    assertThat(world.event(namespace, "held").require().getMetadata().getAnnotations())
        .doesNotContainKey("onsale.dev/reconcile");
  }

  @Test
  void rotateAsksForNewLogins() {
    standing("rotated");

    assertThat(onsale("rotate", "rotated").code()).isZero();

    assertThat(world.event(namespace, "rotated").require().getMetadata().getAnnotations())
        .containsKey("onsale.dev/rotate");
  }

  @Test
  void promoteSaysThatNothingWaitsForIt() {
    standing("rolling");

    Answer promote = onsale("promote", "rolling");

    assertThat(promote.code()).isEqualTo(1);
    assertThat(promote.errors()).contains("error: ");
  }

  @Test
  void explainGivesCauseAndFix() {
    Answer explained = onsale("explain", "rootsecretlost");

    assertThat(explained.code()).isZero();
    assertThat(explained.out()).contains("RootSecretLost", "Cause", "Fix", "backup");
    assertThat(onsale("explain", "Nonsense").code()).isEqualTo(1);
  }

  @Test
  void wrongOptionsAreCodeTwo() {
    assertThat(onsale("plan").code()).isEqualTo(2);
  }

  @Test
  void anExampleWhoseSeatMapStandsBesideItIsPlannedOffline() {
    Answer plan =
        onsale("plan", "--offline", "-f", Path.of("..", "examples", "arena.yaml").toString());

    assertThat(plan.errors()).isEmpty();
    assertThat(plan.out()).contains("for sale", "at peak ").doesNotContain("unknown:");
  }
}
