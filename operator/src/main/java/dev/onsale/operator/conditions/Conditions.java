package dev.onsale.operator.conditions;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lists of conditions as a status keeps them. */
public final class Conditions {

  private static final int MAXIMUM_MESSAGE = 1024;

  /** Types whose {@code False} is an ordinary moment of an event's life. */
  private static final Set<String> MOMENTS = Set.of("OnSale");

  private Conditions() {}

  /**
   * The conditions for these verdicts, in their order; the time of the last transition is kept
   * where the status did not change.
   */
  public static List<Condition> update(
      List<Condition> present, Map<String, Verdict> verdicts, long generation, Instant now) {
    List<Condition> updated = new ArrayList<>();
    verdicts.forEach(
        (type, verdict) -> {
          String status = verdict.status().name();
          String since =
              find(present, type)
                  .filter(condition -> status.equals(condition.getStatus()))
                  .map(Condition::getLastTransitionTime)
                  .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
          updated.add(
              new ConditionBuilder()
                  .withType(type)
                  .withStatus(status)
                  .withReason(verdict.reason())
                  .withMessage(shortened(verdict.message()))
                  .withLastTransitionTime(since)
                  .withObservedGeneration(generation)
                  .build());
        });
    return List.copyOf(updated);
  }

  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(condition -> type.equals(condition.getType())).findFirst();
  }

  public static boolean isTrue(List<Condition> conditions, String type) {
    return find(conditions, type).filter(c -> "True".equals(c.getStatus())).isPresent();
  }

  /** Whether it is worth a {@code Warning}: False, where False means that a person must act. */
  public static boolean needsAPerson(Condition condition) {
    return "False".equals(condition.getStatus()) && !MOMENTS.contains(condition.getType());
  }

  private static String shortened(String message) {
    return message.length() <= MAXIMUM_MESSAGE ? message : message.substring(0, MAXIMUM_MESSAGE);
  }
}
