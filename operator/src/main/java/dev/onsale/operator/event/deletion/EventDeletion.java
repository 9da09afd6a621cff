package dev.onsale.operator.event.deletion;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.cluster.EventRecorder;
import dev.onsale.operator.cluster.WrittenStatuses;
import dev.onsale.operator.conditions.Conditions;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.event.dependent.DeploymentChild;
import dev.onsale.operator.event.rollout.Rollouts;
import dev.onsale.operator.event.settlement.Settlement;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.optional.OptionalObjects;
import dev.onsale.operator.platform.LoginRefusal;
import dev.onsale.operator.platform.PlatformCredentials;
import dev.onsale.operator.platform.UnlockedLogins;
import dev.onsale.operator.postgres.PostgresAccount;
import dev.onsale.operator.postgres.PostgresRetirement;
import dev.onsale.operator.postgres.RuntimeStatusReader;
import dev.onsale.operator.redis.RedisProvisioner;
import dev.onsale.operator.stores.StoreFailure;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The end of an event, one step a call: settle what is open, delete the workload and wait for its
 * pods, settle what they left open, revoke logins, lock or drop data. Every step finds out for
 * itself whether it is done, so a restart of the operator resumes it.
 */
public final class EventDeletion {

  static final String DATA_DELETED = "DataDeleted";
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration LATER = Duration.ofSeconds(5);

  private final String clusterId;
  private final PlatformCredentials credentials;
  private final Settling settling;
  private final Settlement settlement;
  private final OptionalObjects optional;
  private final Rollouts rollouts;
  private final DataEnd dataEnd;
  private final WrittenStatuses<TicketEventStatus, TicketEvent> statuses;
  private final EventRecorder recorder;
  private final Clock clock;

  public EventDeletion(
      String clusterId,
      PlatformCredentials credentials,
      PostgresRetirement postgres,
      RedisProvisioner redis,
      LoginRefusal refusal,
      UnlockedLogins unlocked,
      RuntimeStatusReader reports,
      Settlement settlement,
      OptionalObjects optional,
      Rollouts rollouts,
      WrittenStatuses<TicketEventStatus, TicketEvent> statuses,
      EventRecorder recorder,
      Clock clock) {
    this.clusterId = clusterId;
    this.credentials = credentials;
    this.settling = new Settling(reports, clock);
    this.settlement = settlement;
    this.optional = optional;
    this.rollouts = rollouts;
    this.dataEnd = new DataEnd(credentials, postgres, redis, refusal, unlocked);
    this.statuses = statuses;
    this.recorder = recorder;
    this.clock = clock;
  }

  public DeleteControl advance(TicketEvent event, Context<TicketEvent> context) {
    EventIdentity identity =
        new EventIdentity(
            clusterId,
            event.getMetadata().getNamespace(),
            event.getMetadata().getName(),
            event.getMetadata().getUid());
    Optional<TicketPlatform> platform = context.getSecondaryResource(TicketPlatform.class);
    if (!settling.settled(
        event, identity, context, () -> postgres(platform), () -> podsRemain(identity, context))) {
      return again(SOON);
    }
    context.managedWorkflowAndDependentResourceContext().cleanupManageWorkflow();
    boolean objectsGone = optional.deleteAll(identity.namespace(), identity.name());
    if (!objectsGone || podsRemain(identity, context)) {
      return again(SOON);
    }
    rollouts.end(identity);
    Settlement.State reached = settlement.advance(event, identity, platform);
    if (reached == Settlement.State.UnderWay) {
      report(event, settling(identity), context);
      return again(SOON);
    }
    return switch (dataEnd.end(event, identity, platform)) {
      case DataEnd.Outcome.Ended ended -> {
        settlement.end(identity, reached);
        tell(event, platform, ended);
        statuses.forget(event);
        yield DeleteControl.defaultDelete();
      }
      case DataEnd.Outcome.Waiting waiting -> {
        report(event, waiting, context);
        yield again(LATER);
      }
    };
  }

  private DataEnd.Outcome.Waiting settling(EventIdentity identity) {
    return new DataEnd.Outcome.Waiting(
        Reason.Settling,
        "Job %s settles what is open; the deletion goes on when it ends, after five minutes at most"
            .formatted(settlement.job(identity)));
  }

  /** In a namespace that ends nobody reads news: what a person must know is told elsewhere. */
  private void tell(
      TicketEvent event, Optional<TicketPlatform> platform, DataEnd.Outcome.Ended ended) {
    boolean told = recorder.news(event, ended.reason(), ended.message());
    if (!told && ended.reason().severity() == Reason.Severity.NeedsAPerson) {
      String message =
          "TicketEvent %s/%s: %s"
              .formatted(
                  event.getMetadata().getNamespace(),
                  event.getMetadata().getName(),
                  ended.message());
      platform.ifPresent(known -> recorder.news(known, ended.reason(), message));
    }
  }

  private PostgresAccount postgres(Optional<TicketPlatform> platform) {
    return platform
        .filter(found -> found.getSpec() != null)
        .map(found -> credentials.of(found.getSpec()).postgres())
        .orElseThrow(
            () -> new StoreFailure(Reason.AdminSecretMissing, "The TicketPlatform is gone"));
  }

  private static boolean podsRemain(EventIdentity event, Context<TicketEvent> context) {
    return !context
        .getClient()
        .pods()
        .inNamespace(event.namespace())
        .withLabels(DeploymentChild.selector(event.name()))
        .list()
        .getItems()
        .isEmpty();
  }

  /** Beside the conditions that stand, one that says what the deletion waits for. */
  private void report(
      TicketEvent event, DataEnd.Outcome.Waiting waiting, Context<TicketEvent> context) {
    TicketEventStatus before =
        Objects.requireNonNullElseGet(event.getStatus(), TicketEventStatus::empty);
    List<Condition> conditions =
        Conditions.with(
            before.conditions(),
            DATA_DELETED,
            Verdict.no(waiting.reason(), waiting.message()),
            event.getMetadata().getGeneration(),
            clock.instant());
    if (conditions.equals(before.conditions())) {
      return;
    }
    recorder.transitions(event, before.conditions(), conditions);
    TicketEvent patch = new TicketEvent();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(event.getMetadata().getName())
            .withNamespace(event.getMetadata().getNamespace())
            .build());
    patch.setStatus(before.withConditions(conditions));
    statuses.write(context, patch, event);
  }

  private static DeleteControl again(Duration delay) {
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(delay.toMillis());
  }
}
