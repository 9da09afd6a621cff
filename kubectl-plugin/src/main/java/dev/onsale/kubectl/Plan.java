package dev.onsale.kubectl;

import dev.onsale.api.v1alpha1.ApiTimes;
import dev.onsale.api.v1alpha1.Resources;
import dev.onsale.api.v1alpha1.RuntimeImage;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.api.v1alpha1.Tier;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.config.SeatMapText;
import dev.onsale.operator.event.plan.Autoscaler;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.ComponentPlans;
import dev.onsale.operator.validation.EventCheck;
import dev.onsale.operator.validation.Problem;
import dev.onsale.operator.validation.SeatMapCheck;
import dev.onsale.scaling.ScalingPolicy;
import dev.onsale.schedule.Freeze;
import dev.onsale.schedule.Timeline;
import dev.onsale.seating.Seat;
import dev.onsale.seating.SeatMap;
import dev.onsale.seating.SeatPlan;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a manifest means, by the functions the operator itself decides with. */
final class Plan {

  /** A process holds at most four connections to PostgreSQL. */
  private static final int CONNECTIONS_A_POD = 4;

  private static final Resources DEFAULT = new Resources(Map.of(), Map.of());

  private final TicketEvent wanted;
  private final @Nullable TicketEvent live;
  private final @Nullable TicketPlatform platform;
  private final ZoneId zone;
  private final Instant now;
  private final Optional<Problem> problem;
  private final Optional<SeatMap> seats;
  private final List<Edits.Edit> edits;

  /**
   * @param referred text of the seat map that {@code spec.seating.mapRef} names, where it was found
   * @param live the event as it stands; null if there is none or no cluster was asked
   * @param platform null if it is not known
   */
  Plan(
      TicketEvent wanted,
      Optional<String> referred,
      @Nullable TicketEvent live,
      @Nullable TicketPlatform platform,
      ZoneId zone,
      Instant now) {
    this.wanted = wanted;
    this.live = live;
    this.platform = platform;
    this.zone = zone;
    this.now = now;
    this.problem = problem(wanted.getSpec(), referred);
    this.seats = problem.isPresent() ? Optional.empty() : seats(wanted.getSpec(), referred);
    this.edits =
        live == null || problem.isPresent()
            ? List.of()
            : Edits.of(live, wanted.getSpec(), freeze(), now);
  }

  /** Whether operator or API server would not carry it out. */
  boolean refused() {
    return problem.isPresent()
        || edits.stream().anyMatch(edit -> edit.kind() == Edits.Kind.REFUSED);
  }

  String inWords() {
    StringBuilder plan = new StringBuilder();
    plan.append(wanted.getMetadata().getName());
    if (problem.isPresent()) {
      return plan.append(
              "%n%nThe operator would refuse it: %s: %s%n  kubectl onsale explain %s%n"
                  .formatted(
                      problem.get().reason(), problem.get().message(), problem.get().reason()))
          .toString();
    }
    TicketEventSpec spec = wanted.getSpec();
    plan.append("  ").append(spec.title()).append('\n');
    timeline(plan, Timeline.of(spec));
    capacity(plan, spec);
    peak(plan, spec);
    edits(plan);
    return plan.toString();
  }

  private static Optional<Problem> problem(TicketEventSpec spec, Optional<String> referred) {
    if (spec == null) {
      throw new Failure("the manifest has no spec; see kubectl explain ticketevent.spec");
    }
    Optional<Problem> problem = EventCheck.problem(spec);
    if (problem.isPresent()) {
      return problem;
    }
    try {
      return seats(spec, referred)
          .flatMap(
              map ->
                  SeatMapCheck.problem(
                      map,
                      spec.tiers(),
                      spec.seating().allotments(),
                      spec.seating().mapRef() == null ? "spec.seating.sections" : "the seat map"));
    } catch (IllegalArgumentException e) {
      return Optional.of(
          new Problem(Reason.InvalidSeatMap, "the seat map cannot be read: " + e.getMessage()));
    }
  }

  private static Optional<SeatMap> seats(TicketEventSpec spec, Optional<String> referred) {
    return spec.seating().mapRef() == null
        ? Optional.of(new SeatMap(spec.seating().sections()))
        : referred.map(SeatMapText::parse);
  }

  private void timeline(StringBuilder plan, Timeline timeline) {
    plan.append("%nTimeline (%s)%n".formatted(zone));
    plan.append("  %-14s now%n".formatted(timeline.phaseAt(now)));
    Instant at = now;
    for (Optional<Timeline.Next> next = timeline.nextAfter(at);
        next.isPresent();
        next = timeline.nextAfter(at)) {
      at = next.get().at();
      plan.append(
          "  %-14s %s  (%s)%n"
              .formatted(next.get().phase(), Times.at(at, zone), Times.fromNow(at, now)));
    }
    Freeze freeze = freeze();
    if (freeze != null) {
      plan.append(
          "  no rolls from %s to %s%n"
              .formatted(Times.at(freeze.from(), zone), Times.at(freeze.until(), zone)));
    }
  }

  private @Nullable Freeze freeze() {
    return platform == null || platform.getSpec() == null
        ? null
        : Freeze.of(
            Timeline.of(wanted.getSpec()),
            ApiTimes.duration(platform.getSpec().delivery().freezeFor()));
  }

  private void capacity(StringBuilder plan, TicketEventSpec spec) {
    plan.append("\nCapacity\n");
    if (seats.isEmpty()) {
      plan.append("  unknown: the ConfigMap that spec.seating.mapRef names was not found\n");
      return;
    }
    SeatPlan places = seats.get().plan();
    Map<String, Long> forSale =
        IntStream.range(0, places.size())
            .mapToObj(places::seat)
            .filter(seat -> !seat.blocked())
            .collect(Collectors.groupingBy(Seat::tier, Collectors.counting()));
    plan.append(
        "  %,d places, %,d for sale%n".formatted(places.size(), places.size() - places.blocked()));
    for (Tier tier : spec.tiers()) {
      plan.append(
          "  %-14s %,8d at %s%n"
              .formatted(tier.name(), forSale.getOrDefault(tier.name(), 0L), money(tier.price())));
    }
  }

  private static String money(Tier.Price price) {
    int digits;
    try {
      digits = Math.max(0, Currency.getInstance(price.currency()).getDefaultFractionDigits());
    } catch (IllegalArgumentException e) {
      // a currency that this JVM does not know: the number as it stands
      return price.amount() + " minor units of " + price.currency();
    }
    return String.format(
        Locale.ROOT,
        "%,." + digits + "f %s",
        BigDecimal.valueOf(price.amount(), digits),
        price.currency());
  }

  private void peak(StringBuilder plan, TicketEventSpec spec) {
    RuntimeImage.ByRole resources =
        platform == null || platform.getSpec() == null
            ? new RuntimeImage.ByRole(DEFAULT, DEFAULT, DEFAULT, DEFAULT)
            : platform.getSpec().runtime().resources();
    List<ComponentPlan> raised = pods(spec, resources, Timeline.of(spec).preScaleAt());
    Map<String, Integer> base =
        pods(spec, resources, Timeline.of(spec).closesAt()).stream()
            .collect(Collectors.toMap(one -> one.component().word(), ComponentPlan::floor));
    plan.append("\nPods\n");
    for (ComponentPlan one : raised) {
      String word = one.component().word();
      plan.append(
          "  %-14s %d, from pre-scale on %d, by load up to %d%n"
              .formatted(word, base.getOrDefault(word, 0), one.floor(), one.max()));
    }
    int pods = raised.stream().mapToInt(ComponentPlan::max).sum();
    // a roll runs one pod more of each
    int most = pods + raised.size();
    plan.append(
        "  at peak %d pods, %d during a roll, with at most %d connections to PostgreSQL%n"
            .formatted(pods, most, CONNECTIONS_A_POD * most));
  }

  private static List<ComponentPlan> pods(
      TicketEventSpec spec, RuntimeImage.ByRole resources, Instant at) {
    return ComponentPlans.of(spec.scaling(), resources, ScalingPolicy.at(spec, at), Autoscaler.HPA)
        .all();
  }

  private void edits(StringBuilder plan) {
    if (live == null) {
      return;
    }
    plan.append("\nEdits to the live event\n");
    if (edits.isEmpty()) {
      plan.append("  none\n");
    }
    for (Edits.Edit edit : edits) {
      plan.append(
          "  %-9s %-26s %s%n"
              .formatted(edit.kind().name().toLowerCase(Locale.ROOT), edit.field(), edit.why()));
    }
  }
}
