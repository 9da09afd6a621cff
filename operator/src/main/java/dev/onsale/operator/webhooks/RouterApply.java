package dev.onsale.operator.webhooks;

import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes one object what it should be, by server-side apply. */
final class RouterApply {

  private final RouterPlan plan;
  private final Context<TicketPlatform> context;

  RouterApply(RouterPlan plan, Context<TicketPlatform> context) {
    this.plan = plan;
    this.context = context;
  }

  /**
   * @param object as the API server has it now; null if it could not be applied
   */
  record Result(@Nullable HasMetadata object, Optional<Verdict> problem) {
    static Result of(HasMetadata object) {
      return new Result(object, Optional.empty());
    }

    static Result failed(Verdict verdict) {
      return new Result(null, Optional.of(verdict));
    }
  }

  /**
   * @param onlyIfAbsent leaves one that is there as it is
   */
  Result apply(HasMetadata desired, boolean onlyIfAbsent) {
    return tried(
        desired,
        () -> {
          HasMetadata actual = context.getClient().resource(desired).get();
          if (actual != null && !ours(actual, plan.platform().getMetadata().getName())) {
            return conflict(desired, "exists without label " + EventLabels.PLATFORM);
          }
          return Result.of(
              actual != null && (onlyIfAbsent || same(actual, desired)) ? actual : write(desired));
        });
  }

  /**
   * Makes the Secret. The operator may neither change nor delete Secrets of its own namespace,
   * because the root is one of them.
   */
  Result create(Secret desired) {
    return tried(
        desired,
        () -> {
          Secret actual = context.getClient().resource(desired).get();
          return actual == null
              ? Result.of(context.getClient().resource(desired).create())
              : desired.getData().equals(actual.getData())
                  ? Result.of(actual)
                  : conflict(desired, "holds something else than the webhook secret");
        });
  }

  private Result tried(HasMetadata desired, Supplier<Result> work) {
    try {
      return work.get();
    } catch (KubernetesClientException e) {
      return Result.failed(
          Verdict.unknown(
              Reason.ApplyFailed,
              "%s %s could not be applied and is tried again: %s"
                  .formatted(desired.getKind(), desired.getMetadata().getName(), e.getMessage())));
    }
  }

  private Result conflict(HasMetadata desired, String problem) {
    return Result.failed(
        Verdict.no(
            Reason.ChildConflict,
            "%s %s/%s %s and was left alone; rename or delete it"
                .formatted(
                    desired.getKind(),
                    plan.namespace(),
                    desired.getMetadata().getName(),
                    problem)));
  }

  static boolean ours(HasMetadata object, String platform) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels != null && platform.equals(labels.get(EventLabels.PLATFORM));
  }

  private boolean same(HasMetadata actual, HasMetadata desired) {
    return SSABasedGenericKubernetesResourceMatcher.<HasMetadata>getInstance()
        .matches(actual, desired, context);
  }

  private HasMetadata write(HasMetadata desired) {
    return context
        .getClient()
        .resource(desired)
        .fieldManager(EventLabels.OPERATOR)
        .forceConflicts()
        .serverSideApply();
  }
}
