package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.cluster.EventDirectory;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.EventRecorder;
import dev.onsale.operator.cluster.SharedFieldSets;
import dev.onsale.operator.cluster.WrittenStatuses;
import dev.onsale.operator.conditions.Conditions;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.event.deletion.EventDeletion;
import dev.onsale.operator.event.dependent.AutoscalerChild;
import dev.onsale.operator.event.dependent.ConfigChild;
import dev.onsale.operator.event.dependent.DashboardChild;
import dev.onsale.operator.event.dependent.DeploymentChild;
import dev.onsale.operator.event.dependent.EventOfChild;
import dev.onsale.operator.event.dependent.OwnerSecretChild;
import dev.onsale.operator.event.dependent.PodDisruptionBudgetChild;
import dev.onsale.operator.event.dependent.PrometheusNamed;
import dev.onsale.operator.event.dependent.RuntimeSecretChild;
import dev.onsale.operator.event.dependent.SeatMapChild;
import dev.onsale.operator.event.dependent.ServiceAccountChild;
import dev.onsale.operator.event.dependent.ServiceChild;
import dev.onsale.operator.event.rollout.DeferredRoll;
import dev.onsale.operator.health.ReconcileSlots;
import dev.onsale.operator.optional.OptionalObjects;
import dev.onsale.schedule.Timeline;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The order of work of an event: look at the spec, provision data, apply objects, write the status.
 */
@Workflow(
    explicitInvocation = true,
    handleExceptionsInReconciler = true,
    dependents = {
      @Dependent(
          name = "config",
          type = ConfigChild.class,
          useEventSourceWithName = TicketEventReconciler.CONFIG_MAPS),
      @Dependent(
          name = "seats",
          type = SeatMapChild.class,
          useEventSourceWithName = TicketEventReconciler.CONFIG_MAPS),
      @Dependent(
          name = "dashboard",
          type = DashboardChild.class,
          useEventSourceWithName = TicketEventReconciler.CONFIG_MAPS,
          reconcilePrecondition = PrometheusNamed.class),
      @Dependent(name = "runtime-secret", type = RuntimeSecretChild.class),
      @Dependent(name = "owner-secret", type = OwnerSecretChild.class),
      @Dependent(name = "service-account", type = ServiceAccountChild.class),
      @Dependent(
          name = "deployment",
          type = DeploymentChild.class,
          dependsOn = {"config", "seats", "runtime-secret", "owner-secret", "service-account"}),
      @Dependent(name = "service", type = ServiceChild.class),
      @Dependent(name = "autoscaler", type = AutoscalerChild.class),
      @Dependent(name = "disruption-budget", type = PodDisruptionBudgetChild.class)
    })
@ControllerConfiguration(
    name = "ticketevent",
    fieldManager = EventLabels.OPERATOR,
    generationAwareEventProcessing = false,
    informer = @Informer(comparableResourceVersions = false, itemStore = SharedFieldSets.class))
public final class TicketEventReconciler implements Reconciler<TicketEvent>, Cleaner<TicketEvent> {

  static final String CONFIG_MAPS = "config-maps";
  static final String PLATFORMS = "platforms";
  static final String RECONCILE_PAUSED = "ReconcilePaused";
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final ReconcileSlots slots;
  private final EventWork work;
  private final EventDeletion deletion;
  private final OptionalObjects optional;
  private final EventDirectory directory;
  private final WrittenStatuses<TicketEventStatus, TicketEvent> statuses;
  private final EventRecorder recorder;
  private final Clock clock;
  private final Duration statusInterval;

  /**
   * @param statusInterval how often the runtime's own report is read
   */
  public TicketEventReconciler(
      ReconcileSlots slots,
      EventWork work,
      EventDeletion deletion,
      OptionalObjects optional,
      EventDirectory directory,
      WrittenStatuses<TicketEventStatus, TicketEvent> statuses,
      EventRecorder recorder,
      Clock clock,
      Duration statusInterval) {
    this.slots = slots;
    this.work = work;
    this.deletion = deletion;
    this.optional = optional;
    this.directory = directory;
    this.statuses = statuses;
    this.recorder = recorder;
    this.clock = clock;
    this.statusInterval = statusInterval;
  }

  @Override
  public List<EventSource<?, TicketEvent>> prepareEventSources(
      EventSourceContext<TicketEvent> context) {
    directory.follow(context.getPrimaryCache());
    var configMaps =
        InformerEventSourceConfiguration.from(ConfigMap.class, TicketEvent.class)
            .withName(CONFIG_MAPS)
            .withLabelSelector(EventLabels.EVENT)
            .withSecondaryToPrimaryMapper(EventOfChild::of)
            .withComparableResourceVersion(false)
            .withItemStore(new SharedFieldSets<>())
            .build();
    var platforms =
        InformerEventSourceConfiguration.from(TicketPlatform.class, TicketEvent.class)
            .withName(PLATFORMS)
            .withWatchAllNamespaces()
            .withSecondaryToPrimaryMapper(this::eventsOf)
            .withPrimaryToSecondaryMapper(TicketEventReconciler::platformOf)
            .withOnUpdateFilter(TicketEventReconciler::matters)
            .withComparableResourceVersion(false)
            .build();
    return List.of(
        new InformerEventSource<>(configMaps, context),
        new InformerEventSource<>(platforms, context),
        optional);
  }

  @Override
  public UpdateControl<TicketEvent> reconcile(TicketEvent event, Context<TicketEvent> context) {
    return slots.work(() -> carryOut(event, context));
  }

  private UpdateControl<TicketEvent> carryOut(TicketEvent event, Context<TicketEvent> context) {
    statuses.refresh(event);
    if (EventLabels.annotated(event, EventLabels.RECONCILE, "paused")) {
      sayPaused(event, context);
      return UpdateControl.noUpdate();
    }
    Findings found = work.run(event, context);
    Instant now = clock.instant();
    TicketEventStatus before = event.getStatus();
    OpenFacts facts =
        found.plan() == null ? OpenFacts.NOT_ASKED : OpeningLook.look(found.plan(), context, now);
    TicketEventStatus after = EventStatus.compose(event, found, facts, now);
    Duration delay = delay(found, now);
    if (after.equals(before)) {
      return UpdateControl.<TicketEvent>noUpdate().rescheduleAfter(delay);
    }
    recorder.transitions(
        event, before == null ? List.of() : before.conditions(), after.conditions());
    statuses.write(context, patch(event, after), event);
    return UpdateControl.<TicketEvent>noUpdate().rescheduleAfter(delay);
  }

  @Override
  public DeleteControl cleanup(TicketEvent event, Context<TicketEvent> context) {
    return slots.work(() -> end(event, context));
  }

  private DeleteControl end(TicketEvent event, Context<TicketEvent> context) {
    statuses.refresh(event);
    if (EventLabels.annotated(event, EventLabels.RECONCILE, "paused")) {
      sayPaused(event, context);
      return DeleteControl.noFinalizerRemoval();
    }
    work.end(event);
    return deletion.advance(event, context);
  }

  /** What stood stays, so that nobody takes an old status for a new one without being told. */
  private void sayPaused(TicketEvent event, Context<TicketEvent> context) {
    TicketEventStatus before =
        Objects.requireNonNullElseGet(event.getStatus(), TicketEventStatus::empty);
    List<Condition> conditions =
        Conditions.with(
            before.conditions(),
            RECONCILE_PAUSED,
            Verdict.yes(
                Reason.PausedByAnnotation,
                "Annotation %s: paused stops the operator for this event; remove it to go on"
                    .formatted(EventLabels.RECONCILE)),
            event.getMetadata().getGeneration(),
            clock.instant());
    if (!conditions.equals(before.conditions())) {
      recorder.transitions(event, before.conditions(), conditions);
      statuses.write(context, patch(event, before.withConditions(conditions)), event);
    }
  }

  /** At the next moment at which something changes by itself, or when it is time to look again. */
  private Duration delay(Findings found, Instant now) {
    boolean settled = found.spec().isTrue() && found.data().isTrue();
    Duration longest = settled || statusInterval.compareTo(RETRY) < 0 ? statusInterval : RETRY;
    Stream<Instant> phase =
        Stream.ofNullable(found.plan())
            .flatMap(plan -> plan.timeline().nextAfter(now).stream())
            .map(Timeline.Next::at);
    Stream<Instant> floors =
        Stream.ofNullable(found.plan())
            .flatMap(plan -> Stream.ofNullable(plan.scaling().nextChangeAt()));
    Stream<Instant> freeze = Stream.ofNullable(found.deferred()).map(DeferredRoll::until);
    return Stream.of(phase, floors, freeze)
        .flatMap(moments -> moments)
        .map(at -> Duration.between(now, at).plusMillis(50))
        .filter(wait -> wait.isPositive() && wait.compareTo(longest) < 0)
        .min(Comparator.naturalOrder())
        .orElse(longest);
  }

  private static TicketEvent patch(TicketEvent event, TicketEventStatus status) {
    TicketEvent patch = new TicketEvent();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(event.getMetadata().getName())
            .withNamespace(event.getMetadata().getNamespace())
            .build());
    patch.setStatus(status);
    return patch;
  }

  private Set<ResourceID> eventsOf(TicketPlatform platform) {
    return directory
        .using(platform.getMetadata().getName())
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private static Set<ResourceID> platformOf(TicketEvent event) {
    return event.getSpec() == null
        ? Set.of()
        : Set.of(new ResourceID(event.getSpec().platformRef().name()));
  }

  /** Counting its events does not make a platform another one. */
  private static boolean matters(TicketPlatform now, TicketPlatform before) {
    boolean sameGeneration =
        Objects.equals(now.getMetadata().getGeneration(), before.getMetadata().getGeneration());
    boolean sameConditions =
        now.getStatus() == null
            ? before.getStatus() == null
            : before.getStatus() != null
                && now.getStatus().conditions().equals(before.getStatus().conditions());
    return !sameGeneration || !sameConditions;
  }
}
