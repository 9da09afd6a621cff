package dev.onsale.operator.validation;

import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.operator.conditions.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fields that changed when they could no longer. The schema refuses that where it can; what it let
 * through, because the operator was down and the status did not say yet what is fixed, is found
 * here by comparing with the last good spec. Pure.
 */
public final class ImmutableFields {

  private record Field(String name, Function<TicketEventSpec, @Nullable Object> value) {}

  private static final List<Field> RULES =
      List.of(
          new Field("spec.queue.mode", spec -> spec.queue().mode()),
          new Field("spec.queue.beacon", spec -> spec.queue().beacon()),
          new Field("spec.queue.priority", spec -> spec.queue().priority()),
          new Field("spec.buyers", TicketEventSpec::buyers));
  private static final List<Field> MAP =
      List.of(
          new Field("spec.seating", TicketEventSpec::seating),
          new Field("spec.tiers", TicketEventSpec::tiers));
  private static final Field PLATFORM = new Field("spec.platformRef", TicketEventSpec::platformRef);

  private ImmutableFields() {}

  /**
   * @param rules whether queue and buyers are fixed: registration or pre-scale began
   * @param map whether seating and tiers are fixed: the sale opened
   * @param platform whether the platform is fixed: it holds the event's data
   */
  public static Optional<Problem> problem(
      TicketEventSpec good, TicketEventSpec now, boolean rules, boolean map, boolean platform) {
    return changed(RULES, good, now, rules, "since registration or pre-scale began")
        .or(() -> changed(MAP, good, now, map, "since the sale opened"))
        .or(
            () ->
                changed(
                    List.of(PLATFORM),
                    good,
                    now,
                    platform,
                    "since the platform holds the event's data"));
  }

  private static Optional<Problem> changed(
      List<Field> fields, TicketEventSpec good, TicketEventSpec now, boolean fixed, String since) {
    return fields.stream()
        .filter(
            field -> fixed && !Objects.equals(field.value().apply(good), field.value().apply(now)))
        .findFirst()
        .map(
            field ->
                new Problem(
                    Reason.ImmutableField,
                    "%s is immutable %s and was changed; set it back to %s"
                        .formatted(field.name(), since, text(field.value().apply(good)))));
  }

  private static String text(@Nullable Object value) {
    String text = String.valueOf(value);
    return text.length() <= 300 ? text : "what the latest ControllerRevision holds";
  }
}
