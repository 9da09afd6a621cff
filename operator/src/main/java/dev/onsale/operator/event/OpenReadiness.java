package dev.onsale.operator.event;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.postgres.RuntimeStatus;
import dev.onsale.schedule.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code OpenReady}: whether the opening may come. Decided from pre-scaling to the close: floors
 * are reached, stores answer, every process works by the present spec, their clocks agree, and the
 * certificate outlives the sale. Pure.
 */
final class OpenReadiness {

  static final Duration CLOCKS_WITHIN = Duration.ofSeconds(1);

  private OpenReadiness() {}

  static Verdict of(
      Timeline timeline,
      @Nullable RuntimeStatus figures,
      OpenFacts facts,
      long generation,
      Instant now) {
    if (now.isBefore(timeline.preScaleAt())) {
      return Verdict.unknown(
          Reason.TooEarly, "Decided from pre-scaling at " + timeline.preScaleAt());
    }
    if (!matters(timeline, now)) {
      return Verdict.unknown(Reason.Closed, "The sale is over");
    }
    return Stream.<Supplier<Optional<Verdict>>>of(
            () -> certificate(timeline, facts),
            () -> floors(facts),
            () -> processes(figures, generation))
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(
            () -> Verdict.yes(Reason.Acknowledged, "Every process works by the present spec"));
  }

  /** Whether the opening is near enough, and the sale not over. */
  static boolean matters(Timeline timeline, Instant now) {
    return timeline.preScaled(now);
  }

  private static Optional<Verdict> floors(OpenFacts facts) {
    String low =
        facts.pods().entrySet().stream()
            .filter(entry -> entry.getValue().available() < entry.getValue().floor())
            .map(
                entry ->
                    "%s has %d of %d pods"
                        .formatted(
                            entry.getKey(), entry.getValue().available(), entry.getValue().floor()))
            .sorted()
            .collect(Collectors.joining(", "));
    return low.isEmpty()
        ? Optional.empty()
        : Optional.of(Verdict.unknown(Reason.BelowFloor, "Deployment " + low));
  }

  private static Optional<Verdict> processes(@Nullable RuntimeStatus figures, long generation) {
    if (figures == null || figures.processes().isEmpty()) {
      return Optional.of(
          Verdict.unknown(Reason.NoReport, "No process of the runtime reported in two minutes"));
    }
    return clocks(figures).or(() -> acknowledged(figures, generation));
  }

  private static Optional<Verdict> acknowledged(RuntimeStatus figures, long generation) {
    return figures.acknowledged(generation)
        ? Optional.empty()
        : Optional.of(
            Verdict.unknown(
                Reason.NotAcknowledged, "A process does not work by the present spec yet"));
  }

  private static Optional<Verdict> clocks(RuntimeStatus figures) {
    return figures.processes().stream()
        .filter(process -> process.clockAhead().abs().compareTo(CLOCKS_WITHIN) > 0)
        .findFirst()
        .map(
            process ->
                Verdict.no(
                    Reason.ClocksApart,
                    "The clock of pod %s is %d ms %s PostgreSQL's; set the time of its node"
                        .formatted(
                            process.name(),
                            process.clockAhead().abs().toMillis(),
                            process.clockAhead().isNegative() ? "behind" : "ahead of")));
  }

  private static Optional<Verdict> certificate(Timeline timeline, OpenFacts facts) {
    return switch (facts.certificate()) {
      case OpenFacts.Certificate.None none -> Optional.empty();
      case OpenFacts.Certificate.Unusable unusable ->
          Optional.of(Verdict.no(Reason.CertificateUnusable, unusable.problem()));
      case OpenFacts.Certificate.Until until ->
          until.end().isAfter(timeline.closesAt())
              ? Optional.empty()
              : Optional.of(
                  Verdict.no(
                      Reason.CertificateEnds,
                      "The certificate in Secret \"%s\" ends at %s, before the sale closes at %s; renew it"
                          .formatted(until.secret(), until.end(), timeline.closesAt())));
    };
  }
}
