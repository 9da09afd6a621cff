package dev.onsale.operator.validation;

import dev.onsale.operator.conditions.Reason;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Something the API can say and this version cannot do.
 *
 * @param needs true for a spec that asks for it
 * @param field where it asks
 * @param fix what to write instead
 */
record NotYet<S>(Predicate<S> needs, String field, String fix) {

  /** The first of {@code rows} that the spec asks for. */
  static <S> Optional<Problem> problem(List<NotYet<S>> rows, S spec) {
    return rows.stream()
        .filter(row -> row.needs().test(spec))
        .findFirst()
        .map(
            row ->
                new Problem(
                    Reason.NotSupported,
                    "%s asks for something this version of Onsale does not do; %s"
                        .formatted(row.field(), row.fix())));
  }
}
