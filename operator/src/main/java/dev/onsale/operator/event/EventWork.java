package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.operator.cluster.EventDirectory;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.config.BootSettings;
import dev.onsale.operator.config.LiveSettings;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.ComponentPlans;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.postgres.SchemaRequest;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.operator.secrets.RootSecret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.util.List;
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
    List<ComponentPlan> components =
        ComponentPlans.of(
            asked.spec(),
            asked.platform().getSpec().runtime().resources(),
            asked.timeline().preScaled(clock.instant()));
    SchemaRequest request =
        new SchemaRequest(
            identity(event),
            asked.seats().digest(),
            asked.timeline().firstOpening(),
            known,
            CONNECTIONS_A_POD * (pods(components) + 1));
    DataProvisioning.Result result = data.provision(asked.platform(), request, keys);
    if (result.mapFixed()) {
      return Findings.wrongSpec(result.verdict(), Workload.observe(context));
    }
    EventPlan plan = plan(event, asked, keys, components, result.verdict());
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
      TicketEvent event,
      Intake.Asked.Valid asked,
      EventKeys keys,
      List<ComponentPlan> components,
      Verdict dataVerdict) {
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
        dataVerdict.isFalse() ? ComponentPlans.stopped(components) : components);
  }

  private EventIdentity identity(TicketEvent event) {
    return new EventIdentity(
        clusterId,
        event.getMetadata().getNamespace(),
        event.getMetadata().getName(),
        event.getMetadata().getUid());
  }

  /** The most pods that may run at once, a topology handed over aside. */
  private static int pods(List<ComponentPlan> components) {
    return components.stream().mapToInt(ComponentPlan::max).sum();
  }

  private static @Nullable String knownMarker(TicketEvent event) {
    TicketEventStatus status = event.getStatus();
    TicketEventStatus.Data data = status == null ? null : status.data();
    return data == null ? null : data.marker();
  }
}
