package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.operator.cluster.ForeignField;
import dev.onsale.operator.conditions.Conditions;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.event.dependent.ServiceChild;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.operator.postgres.RuntimeStatus;
import dev.onsale.operator.routing.EventRoute;
import dev.onsale.operator.secrets.KeyHistory;
import dev.onsale.operator.secrets.Rotation;
import dev.onsale.scaling.Component;
import dev.onsale.schedule.Phase;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The last step: the status as a pure function of what was found, what stood before, and time. */
final class EventStatus {

  static final String READY = "Ready";
  static final String SPEC_VALID = "SpecValid";
  static final String DATA_PROVISIONED = "DataProvisioned";
  static final String RUNTIME_AVAILABLE = "RuntimeAvailable";
  static final String ROUTED = "Routed";
  static final String SCALED = "Scaled";
  static final String OPEN_READY = "OpenReady";
  static final String ON_SALE = "OnSale";
  static final String INVENTORY_CONSISTENT = "InventoryConsistent";
  static final String ACL_NOT_PERSISTENT = "AclNotPersistent";
  static final String STORE_DRIFT = "StoreDrift";
  static final String ROTATING = "Rotating";
  static final String SEAT_MAP_EDITED = "SeatMapEdited";

  static final String ROLLOUT_DEFERRED = "RolloutDeferred";
  static final String BLUE_GREEN = "BlueGreen";
  static final String CHILD_MODIFIED = "ChildModified";

  private static final int FOREIGN_NAMED = 5;
  private static final int SOLD_STEPS = 20;
  private static final int STEP_PERCENT = 5;

  private EventStatus() {}

  static TicketEventStatus compose(
      TicketEvent event, Findings found, OpenFacts facts, Instant now) {
    TicketEventStatus before = event.getStatus();
    long generation = event.getMetadata().getGeneration();
    Phase phase = phase(before, found, now);
    EventPlan plan = found.plan();
    return new TicketEventStatus(
        phase,
        plan == null ? previous(before, TicketEventStatus::next) : next(plan, now),
        generation,
        Conditions.update(
            before == null ? List.of() : before.conditions(),
            verdicts(found, phase, event, openReady(found, facts, inForce(found, event), now)),
            generation,
            now),
        plan == null ? previous(before, TicketEventStatus::endpoints) : endpoints(plan),
        data(before, found),
        plan == null || found.marker() == null
            ? previous(before, TicketEventStatus::seatMap)
            : new TicketEventStatus.SeatMapInForce(plan.seats().digest(), plan.seats().places()),
        sold(before, found),
        plan == null ? previous(before, TicketEventStatus::scaling) : scaling(plan),
        draw(before, found),
        plan == null
            ? previous(before, TicketEventStatus::frozen)
            : frozen(before, plan, found, now));
  }

  /** A commitment that was published stays, whatever a process says later. */
  private static TicketEventStatus.@Nullable Draw draw(
      @Nullable TicketEventStatus before, Findings found) {
    TicketEventStatus.Draw last = previous(before, TicketEventStatus::draw);
    RuntimeStatus figures = found.figures();
    RuntimeStatus.Draw told = figures == null ? null : figures.draw().orElse(null);
    if (told == null || (last != null && last.seed() != null)) {
      return last;
    }
    String commitment = last == null ? told.commitment() : last.commitment();
    return new TicketEventStatus.Draw(
        commitment, told.commitment().equals(commitment) ? told.seed() : null);
  }

  private static TicketEventStatus.ScalingInForce scaling(EventPlan plan) {
    Instant next = plan.scaling().nextChangeAt();
    return new TicketEventStatus.ScalingInForce(
        plan.scaling().applied(), next == null ? null : next.toString());
  }

  /** What the schema refuses to change from now on; set once, so that no edit sets it back. */
  private static TicketEventStatus.@Nullable Frozen frozen(
      @Nullable TicketEventStatus before, EventPlan plan, Findings found, Instant now) {
    TicketEventStatus.Frozen last = before == null ? null : before.frozen();
    String rules = since(last == null ? null : last.rules(), plan.timeline().rulesFixedAt(), now);
    String map = since(last == null ? null : last.map(), plan.timeline().firstOpening(), now);
    return rules == null && map == null
        ? null
        : new TicketEventStatus.Frozen(rules, map, tooLate(found) ? true : null);
  }

  /** The spec holds a change that came too late, so the schema must let it be set back. */
  private static boolean tooLate(Findings found) {
    Reason reason = found.spec().reason();
    return reason == Reason.ImmutableField || reason == Reason.SeatMapFixed;
  }

  private static @Nullable String since(@Nullable String last, Instant at, Instant now) {
    return last != null ? last : now.isBefore(at) ? null : at.toString();
  }

  private static Map<String, Verdict> verdicts(
      Findings found, Phase phase, TicketEvent event, Verdict openReady) {
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    verdicts.put(READY, ready(found));
    verdicts.put(SPEC_VALID, found.spec());
    verdicts.put(DATA_PROVISIONED, found.data());
    verdicts.put(RUNTIME_AVAILABLE, found.runtime());
    if (found.routed() != null) {
      verdicts.put(ROUTED, found.routed());
    }
    verdicts.put(SCALED, found.scaled());
    verdicts.put(OPEN_READY, openReady);
    verdicts.put(ON_SALE, onSale(found, phase));
    verdicts.put(INVENTORY_CONSISTENT, inventory(found));
    if (found.stores().aclNotPersistent()) {
      verdicts.put(
          ACL_NOT_PERSISTENT,
          Verdict.yes(
              Reason.NoAclFile,
              "Redis has no aclfile, so the event's user is lost when it restarts; start Redis with"
                  + " one"));
    }
    if (!found.stores().beyondRepair().isEmpty()) {
      verdicts.put(
          STORE_DRIFT,
          Verdict.yes(Reason.BeyondRepair, String.join("; ", found.stores().beyondRepair())));
    }
    Rotation rotation = found.stores().rotation();
    if (rotation != null && rotation.underWay()) {
      verdicts.put(
          ROTATING,
          Verdict.yes(
              Reason.LoginsChanging,
              "Logins of generation %d wait for every pod to use them"
                  .formatted(rotation.generation())));
    }
    if (found.mapEdited()) {
      verdicts.put(
          SEAT_MAP_EDITED,
          Verdict.yes(
              Reason.SnapshotInUse,
              "The ConfigMap of spec.seating.mapRef differs from the map in use, which stays;"
                  + " before the first opening, name another ConfigMap to change it"));
    }
    if (found.deferred() != null) {
      verdicts.put(ROLLOUT_DEFERRED, found.deferred().verdict(event.getMetadata().getName()));
    }
    if (found.blueGreen() != null) {
      verdicts.put(BLUE_GREEN, found.blueGreen());
    }
    if (!found.foreign().isEmpty()) {
      verdicts.put(CHILD_MODIFIED, childModified(found.foreign()));
    }
    return verdicts;
  }

  private static Verdict childModified(List<ForeignField> foreign) {
    String named =
        foreign.stream()
            .map(ForeignField::toString)
            .sorted()
            .limit(FOREIGN_NAMED)
            .collect(Collectors.joining("; "));
    return Verdict.yes(
        Reason.ForeignFields,
        "Added by others and left alone: %s%s"
            .formatted(
                named,
                foreign.size() > FOREIGN_NAMED
                    ? "; and " + (foreign.size() - FOREIGN_NAMED) + " more"
                    : ""));
  }

  /** False if any part needs a person, Unknown while any part is on its way. */
  private static Verdict ready(Findings found) {
    List<Verdict> parts =
        Stream.of(found.spec(), found.data(), found.runtime(), found.routed())
            .filter(Objects::nonNull)
            .toList();
    Optional<Verdict> wrong = parts.stream().filter(Verdict::isFalse).findFirst();
    Optional<Verdict> open = parts.stream().filter(part -> !part.isTrue()).findFirst();
    return Stream.of(wrong, open)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> Verdict.yes(Reason.Ready, "The event can be sold"));
  }

  private static Verdict openReady(Findings found, OpenFacts facts, long generation, Instant now) {
    EventPlan plan = found.plan();
    return plan == null || !found.data().isTrue() || !found.runtime().isTrue()
        ? Verdict.unknown(Reason.NotReady, "Decided once the event is ready")
        : OpenReadiness.of(plan.timeline(), found.figures(), facts, generation, now);
  }

  /** The generation that pods are told: the last good one while the spec is invalid. */
  private static long inForce(Findings found, TicketEvent event) {
    EventPlan plan = found.plan();
    return plan == null ? event.getMetadata().getGeneration() : plan.live().generation();
  }

  private static Verdict onSale(Findings found, Phase phase) {
    if (phase != Phase.OnSale) {
      return Verdict.no(Reason.valueOf(phase.name()), "The phase is " + phase.name());
    }
    EventPlan plan = found.plan();
    if (plan != null && plan.live().paused()) {
      return Verdict.no(Reason.Paused, "spec.paused stops admission");
    }
    return found.runtime().isTrue() && found.data().isTrue()
        ? Verdict.yes(Reason.OnSale, "Buyers can buy")
        : Verdict.unknown(Reason.NotReady, "The phase is OnSale, but the event is not ready");
  }

  private static Verdict inventory(Findings found) {
    RuntimeStatus figures = found.figures();
    Optional<RuntimeStatus.Process> leader = figures == null ? Optional.empty() : figures.leader();
    return leader
        .map(
            process ->
                process.inventoryConsistent()
                    ? Verdict.yes(Reason.Consistent, "Redis and PostgreSQL agree on every seat")
                    : Verdict.no(Reason.Inconsistent, text(process.detail())))
        .orElseGet(
            () ->
                Verdict.unknown(
                    Reason.NoReport, "No leader of the runtime reported in two minutes"));
  }

  private static Phase phase(@Nullable TicketEventStatus before, Findings found, Instant now) {
    if (found.data().isFalse()) {
      return Phase.Failed;
    }
    EventPlan plan = found.plan();
    boolean hadData = found.marker() != null || (before != null && before.data() != null);
    if (!hadData) {
      return Phase.Pending;
    }
    if (plan == null) {
      Phase last = before == null ? null : before.phase();
      return last == null ? Phase.Pending : last;
    }
    Phase scheduled = plan.timeline().phaseAt(now);
    return scheduled == Phase.OnSale && soldOut(before, found) ? Phase.SoldOut : scheduled;
  }

  private static boolean soldOut(@Nullable TicketEventStatus before, Findings found) {
    RuntimeStatus figures = found.figures();
    Optional<RuntimeStatus.Process> leader = figures == null ? Optional.empty() : figures.leader();
    return leader
        .map(process -> process.sold() > 0 && process.free() == 0 && process.held() == 0)
        .orElseGet(() -> before != null && before.phase() == Phase.SoldOut);
  }

  private static TicketEventStatus.@Nullable Next next(EventPlan plan, Instant now) {
    return plan.timeline()
        .nextAfter(now)
        .map(next -> new TicketEventStatus.Next(next.phase(), next.at().toString()))
        .orElse(null);
  }

  private static TicketEventStatus.@Nullable Data data(
      @Nullable TicketEventStatus before, Findings found) {
    EventPlan plan = found.plan();
    return plan == null || found.marker() == null
        ? previous(before, TicketEventStatus::data)
        : new TicketEventStatus.Data(
            plan.event().storeKey(),
            found.marker(),
            logins(found.stores().rotation()),
            tokenKeys(plan.keys().history()));
  }

  private static List<TicketEventStatus.TokenKeys> tokenKeys(KeyHistory history) {
    return history.equals(KeyHistory.FIRST)
        ? List.of()
        : history.known().stream()
            .map(
                keys ->
                    new TicketEventStatus.TokenKeys(
                        keys.generation(), keys.at() == null ? null : keys.at().toString()))
            .toList();
  }

  private static TicketEventStatus.@Nullable Logins logins(@Nullable Rotation rotation) {
    return rotation == null
        ? null
        : new TicketEventStatus.Logins(
            rotation.generation(), rotation.retired(), rotation.request());
  }

  /** In steps of 5 %, so that a sale costs at most twenty writes. */
  private static @Nullable String sold(@Nullable TicketEventStatus before, Findings found) {
    RuntimeStatus figures = found.figures();
    Optional<RuntimeStatus.Process> leader = figures == null ? Optional.empty() : figures.leader();
    return leader
        .filter(process -> process.capacity() > process.blocked())
        .map(
            process -> {
              long sellable = (long) process.capacity() - process.blocked();
              long steps = process.sold() * (long) SOLD_STEPS / sellable;
              return steps * STEP_PERCENT + "%";
            })
        .orElseGet(() -> previous(before, TicketEventStatus::sold));
  }

  /** Null where buyers' paths are spread over several Services and nobody routes them. */
  private static TicketEventStatus.@Nullable Endpoints endpoints(EventPlan plan) {
    Optional<EventRoute> route = plan.route();
    if (route.isPresent()) {
      return new TicketEventStatus.Endpoints(route.get().url());
    }
    String namespace = plan.event().namespace();
    String name = plan.event().name();
    return plan.components().stream()
        .map(ComponentPlan::component)
        .filter(component -> component == Component.Single)
        .findFirst()
        .map(
            single ->
                new TicketEventStatus.Endpoints(
                    "http://%s.%s.svc:%d/v1/events/%s/%s"
                        .formatted(
                            single.objectName(name),
                            namespace,
                            ServiceChild.PORT,
                            namespace,
                            name)))
        .orElse(null);
  }

  private static String text(String detail) {
    return detail.isBlank() ? "The runtime reports a difference" : detail;
  }

  private static <T> @Nullable T previous(
      @Nullable TicketEventStatus before,
      java.util.function.Function<TicketEventStatus, @Nullable T> part) {
    return before == null ? null : part.apply(before);
  }
}
