package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.operator.validation.ImmutableFields;
import dev.onsale.operator.validation.Problem;
import dev.onsale.schedule.Timeline;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which fields of an event are fixed: by what its status says, or by its last good schedule. */
final class FixedSince {

  private FixedSince() {}

  /** What the spec changed although it was fixed. */
  static Optional<Problem> problem(
      @Nullable TicketEventStatus status, TicketEventSpec good, TicketEventSpec spec, Instant now) {
    TicketEventStatus.Frozen frozen = status == null ? null : status.frozen();
    Timeline timeline = Timeline.of(good);
    return ImmutableFields.problem(
        good,
        spec,
        (frozen != null && frozen.rules() != null) || !now.isBefore(timeline.rulesFixedAt()),
        (frozen != null && frozen.map() != null) || !now.isBefore(timeline.firstOpening()),
        status != null && status.data() != null);
  }
}
