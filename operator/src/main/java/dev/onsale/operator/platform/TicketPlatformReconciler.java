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
import dev.onsale.operator.validation.NetworkCheck;
import dev.onsale.operator.validation.PlatformSupport;
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

  private final PlatformProber prober;
  private final EventDirectory events;
  private final EventRecorder recorder;
  private final WrittenStatuses<TicketPlatformStatus, TicketPlatform> statuses =
      new WrittenStatuses<>();
  private final Clock clock;
  private final Duration probeInterval;

  public TicketPlatformReconciler(
      PlatformProber prober,
      EventDirectory events,
      EventRecorder recorder,
      Clock clock,
      Duration probeInterval) {
    this.prober = prober;
    this.events = events;
    this.recorder = recorder;
    this.clock = clock;
    this.probeInterval = probeInterval;
  }

  @Override
  public UpdateControl<TicketPlatform> reconcile(
      TicketPlatform platform, Context<TicketPlatform> context) {
    if (EventLabels.annotated(platform, EventLabels.RECONCILE, "paused")) {
      return UpdateControl.noUpdate();
    }
    statuses.refresh(platform);
    write(platform, verdicts(platform), context);
    return UpdateControl.<TicketPlatform>noUpdate().rescheduleAfter(probeInterval);
  }

  @Override
  public DeleteControl cleanup(TicketPlatform platform, Context<TicketPlatform> context) {
    long references = events.using(platform.getMetadata().getName()).count();
    if (references == 0) {
      statuses.forget(platform);
      return DeleteControl.defaultDelete();
    }
    statuses.refresh(platform);
    Map<String, Verdict> verdicts = verdicts(platform);
    verdicts.put(
        "DeletionBlocked",
        Verdict.yes(
            Reason.StillReferenced,
            "Events use this platform; delete them first: kubectl get ticketevents -A"));
    write(platform, verdicts, context);
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(DELETION_CHECK);
  }

  private Map<String, Verdict> verdicts(TicketPlatform platform) {
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
    return verdicts;
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
    recorder.transitions(platform, present, conditions);
    TicketPlatform patch = new TicketPlatform();
    patch.setMetadata(new ObjectMetaBuilder().withName(platform.getMetadata().getName()).build());
    patch.setStatus(after);
    statuses.write(context, patch, platform);
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
