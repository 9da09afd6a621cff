package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.Scaling;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.operator.cluster.EventDirectory;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.config.BootSettings;
import dev.onsale.operator.config.LiveSettings;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.postgres.SchemaRequest;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.operator.secrets.RootSecret;
import dev.onsale.schedule.Timeline;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.time.Instant;
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
  private final DataProvisioning data;
  private final Clock clock;

  public EventWork(
      String clusterId,
      Intake intake,
      RootSecret rootSecret,
      EventDirectory directory,
      DataProvisioning data,
      Clock clock) {
    this.clusterId = clusterId;
    this.intake = intake;
    this.rootSecret = rootSecret;
    this.directory = directory;
    this.data = data;
    this.clock = clock;
  }

  Findings run(TicketEvent event, Context<TicketEvent> context) {
    return switch (intake.read(event, context)) {
      case Intake.Asked.Wrong wrong ->
          Findings.wrongSpec(
              Verdict.no(wrong.problem().reason(), wrong.problem().message()),
              Workload.observe(context));
      case Intake.Asked.Valid valid ->
          switch (rootSecret.read(directory::anyHasData)) {
            case RootSecret.State.Lost lost ->
                Findings.rootLost(
                    Verdict.no(Reason.RootSecretLost, lost.message()), Workload.observe(context));
            case RootSecret.State.Present root ->
                carryOut(event, valid, new EventKeys(root.derivation(), identity(event)), context);
          };
    };
  }

  private Findings carryOut(
      TicketEvent event, Intake.Asked.Valid asked, EventKeys keys, Context<TicketEvent> context) {
    String known = knownMarker(event);
    SchemaRequest request =
        new SchemaRequest(
            identity(event),
            asked.seats().digest(),
            asked.timeline().firstOpening(),
            known,
            CONNECTIONS_A_POD * (pods(asked.spec()) + 1));
    DataProvisioning.Result result = data.provision(asked.platform(), request, keys);
    if (result.mapFixed()) {
      return Findings.wrongSpec(result.verdict(), Workload.observe(context));
    }
    EventPlan plan = plan(event, asked, keys, result.verdict());
    // Without data nothing is deployed. Once there was some, edits still reach the pods while a
    // store is away; and where the data is lost, no pod goes on selling.
    boolean deploy = result.verdict().isTrue() || known != null;
    Verdict runtime = deploy ? Workload.apply(plan, context) : Workload.observe(context);
    return new Findings(
        VALID,
        result.verdict(),
        runtime,
        plan,
        result.marker(),
        result.runtime(),
        result.aclNotPersistent(),
        asked.mapEdited());
  }

  private EventPlan plan(
      TicketEvent event, Intake.Asked.Valid asked, EventKeys keys, Verdict dataVerdict) {
    TicketEventSpec spec = asked.spec();
    EventIdentity identity = identity(event);
    return new EventPlan(
        identity,
        BootSettings.of(identity, spec, asked.platform().getSpec(), asked.seats().digest()),
        LiveSettings.of(spec, event.getMetadata().getGeneration()),
        asked.timeline(),
        asked.seats(),
        keys,
        asked.platform().getSpec().runtime().image(),
        asked.platform().getSpec().runtime().resources().single(),
        dataVerdict.isFalse() ? 0 : replicas(spec, asked.timeline(), clock.instant()));
  }

  private EventIdentity identity(TicketEvent event) {
    return new EventIdentity(
        clusterId,
        event.getMetadata().getNamespace(),
        event.getMetadata().getName(),
        event.getMetadata().getUid());
  }

  private static int replicas(TicketEventSpec spec, Timeline timeline, Instant now) {
    int floor = spec.scaling().single().min();
    Scaling.PreScale preScale = spec.scaling().preScale();
    Integer raised = preScale == null ? null : preScale.single();
    return raised != null && timeline.preScaled(now) ? Math.max(floor, raised) : floor;
  }

  private static int pods(TicketEventSpec spec) {
    return Math.max(spec.scaling().single().min(), spec.scaling().single().max());
  }

  private static @Nullable String knownMarker(TicketEvent event) {
    TicketEventStatus status = event.getStatus();
    TicketEventStatus.Data data = status == null ? null : status.data();
    return data == null ? null : data.marker();
  }
}
