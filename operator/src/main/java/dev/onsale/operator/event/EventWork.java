package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.operator.cluster.EventDirectory;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.config.BootSettings;
import dev.onsale.operator.config.LiveSettings;
import dev.onsale.operator.event.keys.EventLogins;
import dev.onsale.operator.event.plan.ComponentPlans;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.operator.event.rollout.Revision;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.postgres.SchemaRequest;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.operator.secrets.RootSecret;
import dev.onsale.operator.secrets.Rotation;
import dev.onsale.operator.stores.StoreFailure;
import dev.onsale.operator.validation.Problem;
import dev.onsale.scaling.Component;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries a spec out, step by step, and says what it found. */
public final class EventWork {

  private static final Verdict VALID = Verdict.yes(Reason.Valid, "The spec can be carried out");

  /** A process holds at most four connections, and a roll runs one pod more for a while. */
  private static final int CONNECTIONS_A_POD = 8;

  private final String clusterId;
  private final Intake intake;
  private final RootSecret rootSecret;
  private final EventDirectory directory;
  private final EventLogins logins;
  private final DataProvisioning data;
  private final ComponentPlanner planner;
  private final RolloutStep rollout;
  private final ObjectsStep objects;
  private final Clock clock;

  public EventWork(
      String clusterId,
      Intake intake,
      RootSecret rootSecret,
      EventDirectory directory,
      EventLogins logins,
      DataProvisioning data,
      ComponentPlanner planner,
      RolloutStep rollout,
      ObjectsStep objects,
      Clock clock) {
    this.clusterId = clusterId;
    this.intake = intake;
    this.rootSecret = rootSecret;
    this.directory = directory;
    this.logins = logins;
    this.data = data;
    this.planner = planner;
    this.rollout = rollout;
    this.objects = objects;
    this.clock = clock;
  }

  /**
   * @param spec what is to be said of it
   * @param held the last good revision, which is carried out instead of an invalid spec; null
   *     otherwise
   */
  private record Job(Verdict spec, Intake.Asked.Valid asked, @Nullable Revision held) {}

  /** The event is being deleted, nothing more is carried out. */
  void end(TicketEvent event) {
    objects.forget(event);
  }

  Findings run(TicketEvent event, Context<TicketEvent> context) {
    return switch (intake.read(event, event.getSpec(), context)) {
      case Intake.Asked.Wrong wrong -> lastGood(event, verdict(wrong.problem()), context);
      case Intake.Asked.Valid valid -> {
        Optional<Problem> changed = changedTooLate(event, valid.spec());
        yield changed.isPresent()
            ? lastGood(event, verdict(changed.get()), context)
            : withRoot(event, new Job(VALID, valid, null), context);
      }
    };
  }

  /** An invalid edit stops nothing: what the event was last good for is carried on. */
  private Findings lastGood(TicketEvent event, Verdict wrong, Context<TicketEvent> context) {
    Optional<Revision> good = rollout.rollouts().lastGood(identity(event));
    if (good.isPresent()
        && intake.read(event, good.get().spec(), context) instanceof Intake.Asked.Valid valid) {
      return withRoot(event, new Job(wrong, valid, good.get()), context);
    }
    return Findings.wrongSpec(wrong, Workload.observe(context));
  }

  private Optional<Problem> changedTooLate(TicketEvent event, TicketEventSpec spec) {
    return rollout
        .rollouts()
        .before(identity(event), event.getMetadata().getGeneration())
        .flatMap(good -> FixedSince.problem(event.getStatus(), good.spec(), spec, clock.instant()));
  }

  private Findings withRoot(TicketEvent event, Job job, Context<TicketEvent> context) {
    return switch (rootSecret.read(directory::anyHasData)) {
      case RootSecret.State.Lost lost ->
          Findings.rootLost(
              Verdict.no(Reason.RootSecretLost, lost.message()), Workload.observe(context));
      case RootSecret.State.Present root ->
          withKeys(
              event,
              job,
              new EventKeys(root.derivation(), identity(event))
                  .of(job.asked().platform().getMetadata().getName()),
              context);
    };
  }

  /** Without an authority's certificate nothing is applied: the pods' Secret would lose it. */
  private Findings withKeys(
      TicketEvent event, Job job, EventKeys keys, Context<TicketEvent> context) {
    EventKeys forStores;
    try {
      forStores = logins.of(job.asked().platform().getSpec(), identity(event), keys);
    } catch (StoreFailure e) {
      return Findings.withoutPlan(
          job.spec(),
          Verdict.unknown(e.reason(), String.valueOf(e.getMessage())),
          Workload.observe(context),
          job.asked().mapEdited());
    }
    return carryOut(event, job, forStores, context);
  }

  private Findings carryOut(
      TicketEvent event, Job job, EventKeys keys, Context<TicketEvent> context) {
    Intake.Asked.Valid asked = job.asked();
    String known = knownMarker(event);
    Instant now = clock.instant();
    BootSettings.Roles roles = EventLogins.roles(identity(event), keys);
    ComponentPlans components =
        planner.plan(
            Component.of(asked.spec().topology()), identity(event), asked, roles, now, context);
    Rotation before = EventLogins.rotation(event);
    SchemaRequest request =
        new SchemaRequest(
            identity(event),
            asked.seats().digest(),
            asked.timeline().firstOpening(),
            known,
            CONNECTIONS_A_POD * (components.pods() + 1),
            before.asked(EventLabels.annotation(event, EventLabels.ROTATE)));
    DataProvisioning.Result result =
        data.provision(asked.platform(), request, keys, before, Workload.available(context));
    if (result.mapFixed()) {
      return job.held() == null
          ? lastGood(event, result.verdict(), context)
          : Findings.wrongSpec(result.verdict(), Workload.observe(context));
    }
    boolean stopped = result.verdict().isFalse();
    int generation = inForce(before, result).generation();
    EventPlan wanted =
        plan(
            event,
            job,
            keys.at(generation).with(EventLogins.tokenKeys(event).upTo(generation, now)),
            stopped ? components.stopped() : components,
            now);
    // Without data nothing is deployed. Once there was some, edits still reach the pods while a
    // store is away; and where the data is lost, no pod goes on selling.
    boolean deploy = result.verdict().isTrue() || known != null;
    ObjectsStep.Result made =
        deploy
            ? objects.carryOut(
                event,
                asked,
                wanted,
                job.held(),
                running -> {
                  ComponentPlans present =
                      planner.plan(running, identity(event), asked, roles, now, context);
                  return stopped ? present.stopped() : present;
                },
                now,
                context)
            : ObjectsStep.notReached(wanted, now, context);
    Verdict runtime = made.state().runtime();
    return new Findings(
        job.spec(),
        result.verdict(),
        runtime.isFalse() ? runtime : made.around().problem().orElse(runtime),
        made.state().scaled(),
        made.around().routed(),
        made.roll().plan(),
        result.marker(),
        result.runtime(),
        result.stores(),
        asked.mapEdited(),
        made.roll().deferred(),
        made.foreign(),
        made.roll().blueGreen());
  }

  private EventPlan plan(
      TicketEvent event, Job job, EventKeys keys, ComponentPlans components, Instant now) {
    Intake.Asked.Valid asked = job.asked();
    EventIdentity identity = identity(event);
    Revision held = job.held();
    return new EventPlan(
        identity,
        BootSettings.of(
            identity,
            asked.spec(),
            asked.platform().getSpec(),
            asked.seats().digest(),
            EventLogins.roles(identity, keys)),
        LiveSettings.of(
            asked.spec(), held == null ? event.getMetadata().getGeneration() : held.generation()),
        asked.timeline(),
        asked.seats(),
        keys,
        asked.platform().getSpec().runtime().image(),
        asked.platform().getSpec(),
        asked.spec(),
        components.scaling(),
        components.all(),
        asked.freeze().at(now),
        planner.engineMissing(asked.spec()),
        null,
        Map.of());
  }

  private static Verdict verdict(Problem problem) {
    return Verdict.no(problem.reason(), problem.message());
  }

  private EventIdentity identity(TicketEvent event) {
    return new EventIdentity(
        clusterId,
        event.getMetadata().getNamespace(),
        event.getMetadata().getName(),
        event.getMetadata().getUid());
  }

  /** While the stores are away, pods are told what they were told. */
  private static Rotation inForce(Rotation before, DataProvisioning.Result result) {
    Rotation found = result.stores().rotation();
    return found == null ? before : found;
  }

  private static @Nullable String knownMarker(TicketEvent event) {
    TicketEventStatus status = event.getStatus();
    TicketEventStatus.Data data = status == null ? null : status.data();
    return data == null ? null : data.marker();
  }
}
