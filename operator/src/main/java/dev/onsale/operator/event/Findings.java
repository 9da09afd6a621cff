package dev.onsale.operator.event;

import dev.onsale.operator.cluster.ForeignField;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.operator.event.rollout.DeferredRoll;
import dev.onsale.operator.postgres.RuntimeStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one reconciliation found out; the status is a pure function of it.
 *
 * @param routed null where nothing is routed, or nothing was found out about it
 * @param plan null while the spec is wrong or the root secret lost
 * @param marker null if data was not reached in this reconciliation
 * @param figures null if the database was not asked
 * @param mapEdited whether the referenced seat map differs from the one in use
 * @param deferred a roll that waits; null if none does
 * @param foreign what others added to the event's objects
 * @param blueGreen of blue-green delivery; null where the platform does not ask for it
 */
record Findings(
    Verdict spec,
    Verdict data,
    Verdict runtime,
    Verdict scaled,
    @Nullable Verdict routed,
    @Nullable EventPlan plan,
    @Nullable String marker,
    @Nullable RuntimeStatus figures,
    StoreFindings stores,
    boolean mapEdited,
    @Nullable DeferredRoll deferred,
    List<ForeignField> foreign,
    @Nullable Verdict blueGreen) {

  private static final Verdict NOT_REACHED =
      Verdict.unknown(Reason.Waiting, "Decided once the conditions above are true");

  static Findings wrongSpec(Verdict spec, Verdict runtime) {
    return withoutPlan(spec, NOT_REACHED, runtime, false);
  }

  static Findings rootLost(Verdict data, Verdict runtime) {
    Verdict valid = Verdict.yes(Reason.Valid, "The spec can be carried out");
    return withoutPlan(valid, data, runtime, false);
  }

  /** Nothing is planned, so nothing else was found out. */
  static Findings withoutPlan(Verdict spec, Verdict data, Verdict runtime, boolean mapEdited) {
    return new Findings(
        spec,
        data,
        runtime,
        NOT_REACHED,
        null,
        null,
        null,
        null,
        StoreFindings.NONE,
        mapEdited,
        null,
        List.of(),
        null);
  }
}
