package dev.onsale.operator.validation;

import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.config.LiveSettings;
import dev.onsale.schedule.Timeline;
import java.time.DateTimeException;
import java.util.Optional;

/** What is wrong with a spec, apart from its seat map and its platform. Pure. */
public final class EventCheck {

  private EventCheck() {}

  public static Optional<Problem> problem(TicketEventSpec spec) {
    if (spec.schedule() == null || spec.seating() == null || spec.title() == null) {
      return Optional.of(
          new Problem(
              Reason.Unreadable,
              "spec.title, spec.schedule and spec.seating are required; write them"));
    }
    return EventSupport.problem(spec).or(() -> schedule(spec)).or(() -> DrawCheck.problem(spec));
  }

  private static Optional<Problem> schedule(TicketEventSpec spec) {
    Timeline timeline;
    try {
      timeline = Timeline.of(spec);
      LiveSettings.of(spec, 0);
    } catch (IllegalArgumentException
        | DateTimeException
        | ArithmeticException
        | NullPointerException e) {
      return invalid("A time or duration of the spec cannot be read: " + e.getMessage());
    }
    if (!timeline.onSaleAt().isBefore(timeline.closesAt())) {
      return invalid("spec.schedule.closesAt is not after onSaleAt; move one of them");
    }
    if (timeline.closesAt().isAfter(timeline.endsAt())) {
      return invalid("spec.schedule.endsAt is before closesAt; move one of them");
    }
    return Optional.empty();
  }

  private static Optional<Problem> invalid(String message) {
    return Optional.of(new Problem(Reason.InvalidSchedule, message));
  }
}
