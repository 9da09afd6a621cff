package dev.onsale.operator.conditions;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists of conditions as a status keeps them. */
public final class Conditions {

  private static final int MAXIMUM_MESSAGE = 1024;

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
                  .withReason(verdict.reason().name())
                  .withMessage(shortened(verdict.message()))
                  .withLastTransitionTime(since)
                  .withObservedGeneration(generation)
                  .build());
        });
    return List.copyOf(updated);
  }

  /** These conditions with one more verdict, or another one of its type; the others stay. */
  public static List<Condition> with(
      List<Condition> present, String type, Verdict verdict, long generation, Instant now) {
    List<Condition> all = new ArrayList<>(present);
    all.removeIf(condition -> type.equals(condition.getType()));
    all.addAll(update(present, Map.of(type, verdict), generation, now));
    return List.copyOf(all);
  }

  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(condition -> type.equals(condition.getType())).findFirst();
  }

  public static boolean isTrue(List<Condition> conditions, String type) {
    return find(conditions, type).filter(c -> "True".equals(c.getStatus())).isPresent();
  }

  /** Whether it is worth a {@code Warning}: it stays so until a person acts. */
  public static boolean needsAPerson(Condition condition) {
    return Reason.named(condition.getReason())
        .filter(reason -> reason.severity() == Reason.Severity.NeedsAPerson)
        .isPresent();
  }

  private static String shortened(String message) {
    return message.length() <= MAXIMUM_MESSAGE ? message : message.substring(0, MAXIMUM_MESSAGE);
  }
}
