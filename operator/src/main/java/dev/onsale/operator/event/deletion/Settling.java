package dev.onsale.operator.event.deletion;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.config.JsonFiles;
import dev.onsale.operator.config.LiveSettings;
import dev.onsale.operator.event.bluegreen.RolloutState;
import dev.onsale.operator.event.dependent.ConfigChild;
import dev.onsale.operator.event.plan.EventNames;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.postgres.PostgresAccount;
import dev.onsale.operator.postgres.RuntimeStatus;
import dev.onsale.operator.postgres.RuntimeStatusReader;
import dev.onsale.operator.stores.StoreFailure;
import dev.onsale.runtime.RuntimeLive;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Before the pods go: nobody is let in any more, and who is paying may finish, for as long as an
 * order may take and half a minute more, at most ten minutes.
 */
final class Settling {

  private static final Duration MARGIN = Duration.ofSeconds(30);
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final RuntimeStatusReader statuses;
  private final Clock clock;

  Settling(RuntimeStatusReader statuses, Clock clock) {
    this.statuses = statuses;
    this.clock = clock;
  }

  /**
   * Stops admission if that is not done, and tells whether the pods may go.
   *
   * @param account asked for only while something runs
   * @param podsRun whether somebody could settle when a store that is away comes back
   */
  boolean settled(
      TicketEvent event,
      EventIdentity identity,
      Context<TicketEvent> context,
      Supplier<PostgresAccount> account,
      BooleanSupplier podsRun) {
    Optional<ConfigMap> config =
        context
            .getSecondaryResourcesAsStream(ConfigMap.class)
            .filter(map -> map.getMetadata().getName().equals(EventNames.config(identity.name())))
            .findFirst();
    boolean deployed =
        !context.getSecondaryResources(Deployment.class).isEmpty()
            || RolloutState.all(context).findAny().isPresent();
    if (config.isEmpty() || !deployed) {
      return true;
    }
    String text = config.get().getData().get(ConfigChild.LIVE);
    if (text == null) {
      return true;
    }
    RuntimeLive live = JsonFiles.readLive(text);
    if (!live.settling()) {
      live = LiveSettings.settling(live, event.getMetadata().getGeneration());
      write(config.get(), live, context);
    }
    if (clock.instant().isAfter(deadline(event, live))) {
      return true;
    }
    try {
      RuntimeStatus status = statuses.read(account.get(), identity);
      return status.processes().isEmpty() || drained(status, live.generation());
    } catch (StoreFailure e) {
      // Without its database the runtime settles nothing now, but may until the deadline.
      return !podsRun.getAsBoolean();
    }
  }

  private static boolean drained(RuntimeStatus status, long generation) {
    return status.acknowledged(generation)
        && status.leader().filter(leader -> leader.held() == 0 && leader.unsent() == 0).isPresent();
  }

  private static Instant deadline(TicketEvent event, RuntimeLive live) {
    Duration longest = Duration.ofSeconds(live.payment().timeoutSeconds()).plus(MARGIN);
    return Instant.parse(event.getMetadata().getDeletionTimestamp())
        .plus(longest.compareTo(LIMIT) < 0 ? longest : LIMIT);
  }

  private static void write(ConfigMap present, RuntimeLive live, Context<TicketEvent> context) {
    ConfigMap patch =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(present.getMetadata().getNamespace())
            .withName(present.getMetadata().getName())
            .withLabels(present.getMetadata().getLabels())
            .endMetadata()
            .withData(present.getData())
            .addToData(ConfigChild.LIVE, JsonFiles.write(live))
            .build();
    context
        .getClient()
        .resource(patch)
        .fieldManager(EventLabels.OPERATOR)
        .forceConflicts()
        .serverSideApply();
  }
}
