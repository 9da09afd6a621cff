package dev.onsale.operator.platform;

import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.api.v1alpha1.TicketPlatformStatus;
import dev.onsale.operator.cluster.EventDirectory;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.EventRecorder;
import dev.onsale.operator.cluster.LenientReading;
import dev.onsale.operator.cluster.WrittenStatuses;
import dev.onsale.operator.conditions.Conditions;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.health.ReconcileSlots;
import dev.onsale.operator.validation.NetworkCheck;
import dev.onsale.operator.validation.PlatformSupport;
import dev.onsale.operator.webhooks.WebhookRouter;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps a platform's conditions true. Events read them instead of finding out for themselves, one
 * by one, that a store is away.
 */
@ControllerConfiguration(
    name = "ticketplatform",
    generationAwareEventProcessing = false,
    informer = @Informer(comparableResourceVersions = false))
public final class TicketPlatformReconciler
    implements Reconciler<TicketPlatform>, Cleaner<TicketPlatform> {

  public static final String READY = "Ready";

  private static final Duration DELETION_CHECK = Duration.ofSeconds(5);

  private final ReconcileSlots slots;
  private final PlatformProber prober;
  private final LoginSweep sweep;
  private final WebhookRouter webhooks;
  private final EventDirectory events;
  private final EventRecorder recorder;
  private final WrittenStatuses<TicketPlatformStatus, TicketPlatform> statuses =
      new WrittenStatuses<>();
  private final Clock clock;
  private final Duration probeInterval;

  public TicketPlatformReconciler(
      ReconcileSlots slots,
      PlatformProber prober,
      LoginSweep sweep,
      WebhookRouter webhooks,
      EventDirectory events,
      EventRecorder recorder,
      Clock clock,
      Duration probeInterval) {
    this.slots = slots;
    this.prober = prober;
    this.sweep = sweep;
    this.webhooks = webhooks;
    this.events = events;
    this.recorder = recorder;
    this.clock = clock;
    this.probeInterval = probeInterval;
  }

  @Override
  public UpdateControl<TicketPlatform> reconcile(
      TicketPlatform platform, Context<TicketPlatform> context) {
    return slots.work(() -> carryOut(platform, context));
  }

  private UpdateControl<TicketPlatform> carryOut(
      TicketPlatform platform, Context<TicketPlatform> context) {
    statuses.refresh(platform);
    if (EventLabels.annotated(platform, EventLabels.RECONCILE, "paused")) {
      sayPaused(platform, context);
      return UpdateControl.noUpdate();
    }
    Map<String, Verdict> verdicts = verdicts(platform, context);
    write(platform, verdicts, context);
    if (answers(verdicts, PlatformProber.POSTGRES) && answers(verdicts, PlatformProber.REDIS)) {
      sweep.run(platform);
    }
    return UpdateControl.<TicketPlatform>noUpdate().rescheduleAfter(probeInterval);
  }

  @Override
  public DeleteControl cleanup(TicketPlatform platform, Context<TicketPlatform> context) {
    return slots.work(() -> end(platform, context));
  }

  private DeleteControl end(TicketPlatform platform, Context<TicketPlatform> context) {
    long references = events.using(platform.getMetadata().getName()).count();
    if (references == 0) {
      webhooks.remove(platform, context);
      statuses.forget(platform);
      return DeleteControl.defaultDelete();
    }
    statuses.refresh(platform);
    Map<String, Verdict> verdicts = verdicts(platform, context);
    verdicts.put(
        "DeletionBlocked",
        Verdict.yes(
            Reason.StillReferenced,
            "Events use this platform; delete them first: kubectl get ticketevents -A"));
    write(platform, verdicts, context);
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(DELETION_CHECK);
  }

  private Map<String, Verdict> verdicts(TicketPlatform platform, Context<TicketPlatform> context) {
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    if (platform.getSpec() == null) {
      verdicts.put(READY, Verdict.no(Reason.Unreadable, LenientReading.reason(platform)));
      return verdicts;
    }
    var problem =
        PlatformSupport.problem(platform.getSpec())
            .or(() -> NetworkCheck.problem(platform.getSpec()));
    if (problem.isPresent()) {
      verdicts.put(READY, Verdict.no(problem.get().reason(), problem.get().message()));
      return verdicts;
    }
    Map<String, Verdict> stores = prober.probe(platform.getSpec());
    verdicts.put(READY, ready(stores));
    verdicts.putAll(stores);
    webhooks
        .carryOut(platform, context)
        .ifPresent(verdict -> verdicts.put(WebhookRouter.CONDITION, verdict));
    return verdicts;
  }

  private static boolean answers(Map<String, Verdict> verdicts, String store) {
    Verdict verdict = verdicts.get(store);
    return verdict != null && verdict.isTrue();
  }

  private static Verdict ready(Map<String, Verdict> stores) {
    return stores.entrySet().stream()
        .filter(store -> !store.getValue().isTrue())
        .findFirst()
        .map(
            store ->
                new Verdict(
                    store.getValue().status(),
                    store.getValue().reason(),
                    store.getValue().message()))
        .orElseGet(() -> Verdict.yes(Reason.Ready, "All stores answer"));
  }

  private void write(
      TicketPlatform platform, Map<String, Verdict> verdicts, Context<TicketPlatform> context) {
    TicketPlatformStatus before = platform.getStatus();
    List<Condition> present = before == null ? List.of() : before.conditions();
    long generation = platform.getMetadata().getGeneration();
    List<Condition> conditions = Conditions.update(present, verdicts, generation, clock.instant());
    TicketPlatformStatus after =
        new TicketPlatformStatus(
            generation, conditions, (int) events.using(platform.getMetadata().getName()).count());
    if (after.equals(before)) {
      return;
    }
    store(platform, after, context);
  }

  private void store(
      TicketPlatform platform, TicketPlatformStatus after, Context<TicketPlatform> context) {
    TicketPlatformStatus before = platform.getStatus();
    recorder.transitions(
        platform, before == null ? List.of() : before.conditions(), after.conditions());
    TicketPlatform patch = new TicketPlatform();
    patch.setMetadata(new ObjectMetaBuilder().withName(platform.getMetadata().getName()).build());
    patch.setStatus(after);
    statuses.write(context, patch, platform);
  }

  /** What stood stays; events go by conditions that nobody renews until the pause ends. */
  private void sayPaused(TicketPlatform platform, Context<TicketPlatform> context) {
    TicketPlatformStatus before = platform.getStatus();
    List<Condition> present = before == null ? List.of() : before.conditions();
    List<Condition> conditions =
        Conditions.with(
            present,
            "ReconcilePaused",
            Verdict.yes(
                Reason.PausedByAnnotation,
                "Annotation %s: paused stops the operator for this platform; remove it to go on"
                    .formatted(EventLabels.RECONCILE)),
            platform.getMetadata().getGeneration(),
            clock.instant());
    if (!conditions.equals(present)) {
      Long observed = before == null ? null : before.observedGeneration();
      Integer count = before == null ? null : before.events();
      store(platform, new TicketPlatformStatus(observed, conditions, count), context);
    }
  }

  /**
   * The condition of this store, if the last probe at the platform's present generation found it
   * away. Nobody else need wait for it then.
   */
  public static Optional<Condition> away(TicketPlatform platform, String store) {
    TicketPlatformStatus status = platform.getStatus();
    return status == null
        ? Optional.empty()
        : Conditions.find(status.conditions(), store)
            .filter(c -> platform.getMetadata().getGeneration().equals(c.getObservedGeneration()))
            .filter(c -> "False".equals(c.getStatus()));
  }

  /** Whether the platform's stores answered at its present generation. */
  public static Optional<String> whyNotReady(TicketPlatform platform) {
    TicketPlatformStatus status = platform.getStatus();
    if (status == null) {
      return Optional.of("is not probed yet");
    }
    var ready = Conditions.find(status.conditions(), READY);
    boolean current =
        ready
            .filter(c -> platform.getMetadata().getGeneration().equals(c.getObservedGeneration()))
            .isPresent();
    if (!current) {
      return Optional.of("is being probed");
    }
    return ready
        .filter(c -> !"True".equals(c.getStatus()))
        .map(c -> "is not ready: " + c.getMessage());
  }
}
