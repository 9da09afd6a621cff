package dev.onsale.kubectl;

import dev.onsale.api.v1alpha1.Changes;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.schedule.Freeze;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What applying a manifest over a live event changes, and how each change takes effect: as the
 * API's own {@link Changes} annotations say.
 */
final class Edits {

  private static final Set<String> RULES =
      Set.of("spec.queue.mode", "spec.queue.beacon", "spec.queue.priority", "spec.buyers");
  private static final Set<String> MAP = Set.of("spec.seating", "spec.tiers");

  /** How an edit takes effect. */
  enum Kind {
    LIVE,
    ROLL,
    DEFERRED,
    REFUSED
  }

  /**
   * @param field from {@code spec} on
   * @param why in words
   */
  record Edit(String field, Kind kind, String why) {}

  private final TicketEventStatus status;
  private final @Nullable Freeze freeze;
  private final Instant now;

  private Edits(TicketEventStatus status, @Nullable Freeze freeze, Instant now) {
    this.status = status;
    this.freeze = freeze;
    this.now = now;
  }

  /**
   * @param freeze when pods are not rolled; null if the platform is not known
   */
  static List<Edit> of(
      TicketEvent live, TicketEventSpec wanted, @Nullable Freeze freeze, Instant now) {
    TicketEventSpec present = live.getSpec();
    if (present == null || live.getStatus() == null) {
      return List.of();
    }
    List<Edit> edits = new ArrayList<>();
    new Edits(live.getStatus(), freeze, now).compare("spec", present, wanted, edits);
    return edits;
  }

  private void compare(String path, Record present, Record wanted, List<Edit> edits) {
    for (RecordComponent component : present.getClass().getRecordComponents()) {
      Object before = value(component, present);
      Object after = value(component, wanted);
      if (Objects.equals(before, after)) {
        continue;
      }
      String field = path + "." + component.getName();
      Changes changes = component.getAnnotation(Changes.class);
      if (changes != null) {
        edits.add(edit(field, changes.value()));
      } else if (before instanceof Record one && after instanceof Record other) {
        compare(field, one, other, edits);
      }
    }
  }

  private Edit edit(String field, Changes.Effect effect) {
    return switch (effect) {
      case LIVE -> new Edit(field, Kind.LIVE, "reaches every pod within seconds, without a roll");
      case BOOT -> roll(field);
      case IMMUTABLE -> {
        String since = fixedSince(field);
        yield since == null ? roll(field) : new Edit(field, Kind.REFUSED, since);
      }
    };
  }

  private Edit roll(String field) {
    return freeze != null && freeze.at(now)
        ? new Edit(
            field,
            Kind.DEFERRED,
            "needs new pods, which are not rolled before %s; condition RolloutDeferred says how to permit it"
                .formatted(freeze.until()))
        : new Edit(field, Kind.ROLL, "needs new pods, which replace the old ones one by one");
  }

  private @Nullable String fixedSince(String field) {
    TicketEventStatus.Frozen frozen = status.frozen();
    if (RULES.contains(field) && frozen != null && frozen.rules() != null) {
      return "fixed since registration or pre-scale began at " + frozen.rules();
    }
    if (MAP.contains(field) && frozen != null && frozen.map() != null) {
      return "fixed since the sale opened at " + frozen.map();
    }
    boolean hasData = status.data() != null && status.data().schema() != null;
    return field.equals("spec.platformRef") && hasData
        ? "fixed since the platform holds the event's data"
        : null;
  }

  private static @Nullable Object value(RecordComponent component, Record of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("the API's records have public accessors", e);
    }
  }
}
