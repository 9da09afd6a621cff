package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.ForeignField;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.event.plan.ComponentPlans;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.operator.event.rollout.Revision;
import dev.onsale.operator.event.surroundings.Surroundings;
import dev.onsale.scaling.Component;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the Kubernetes objects of a plan stand, and compares nothing where nothing can differ. */
public final class ObjectsStep {

  private final RolloutStep rollout;
  private final Surroundings surroundings;
  private final Compared compared;

  public ObjectsStep(RolloutStep rollout, Surroundings surroundings, Compared compared) {
    this.rollout = rollout;
    this.surroundings = surroundings;
    this.compared = compared;
  }

  /** What became of the objects. */
  record Result(
      RolloutStep.Result roll,
      Surroundings.Result around,
      Workload.State state,
      List<ForeignField> foreign) {}

  /** The event is being deleted. */
  void forget(TicketEvent event) {
    compared.forget(event.getMetadata().getUid());
  }

  /** What stands, without touching anything. */
  static Result notReached(EventPlan wanted, Instant now, Context<TicketEvent> context) {
    return new Result(
        new RolloutStep.Result(wanted, null, null),
        Surroundings.Result.NOT_REACHED,
        Workload.observe(wanted, now, context),
        Workload.foreign(context));
  }

  /**
   * @param held the revision to stay at; null to decide by the freeze
   * @param components plans those components that will run
   */
  Result carryOut(
      TicketEvent event,
      Intake.Asked.Valid asked,
      EventPlan wanted,
      @Nullable Revision held,
      Function<List<Component>, ComponentPlans> components,
      Instant now,
      Context<TicketEvent> context) {
    String uid = wanted.event().uid();
    Optional<Compared.Sight> sight =
        held == null ? compared.sight(event, asked, wanted, context) : Optional.empty();
    Optional<Compared.Outcome> same =
        sight.flatMap(seen -> compared.outcome(event, seen, context.getClient()));
    if (same.isPresent()) {
      return new Result(
          new RolloutStep.Result(wanted, null, null),
          same.get().around(),
          Workload.observe(wanted, now, context),
          same.get().foreign());
    }
    compared.forget(uid);
    RolloutStep.Result roll = rollout.decide(event, asked, wanted, held, components, context);
    // Policies first: no pod runs a moment without them.
    Surroundings.Result around = surroundings.apply(roll.plan(), context);
    Workload.Applied applied = Workload.apply(roll.plan(), event, rollout.blueGreen(), context);
    Optional<Verdict> refused = applied.refused();
    List<ForeignField> foreign = Workload.foreign(context);
    boolean right = refused.isEmpty() && around.problem().isEmpty() && roll.deferred() == null;
    // Seen again after, because what was there before something was written may come back.
    sight
        .filter(before -> right)
        .filter(before -> compared.sight(event, asked, wanted, context).equals(sight))
        .ifPresent(
            seen ->
                compared.remember(
                    uid, seen, new Compared.Outcome(around, foreign, applied.secrets())));
    Workload.State state = Workload.observe(roll.plan(), now, context);
    return new Result(
        roll,
        around,
        refused.map(verdict -> new Workload.State(verdict, state.scaled())).orElse(state),
        foreign);
  }
}
