package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.Seating;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.config.JsonFiles;
import dev.onsale.operator.config.SeatMapText;
import dev.onsale.operator.event.dependent.SeatMapChild;
import dev.onsale.operator.event.plan.SeatMapInUse;
import dev.onsale.operator.validation.Problem;
import dev.onsale.operator.validation.SeatMapCheck;
import dev.onsale.seating.SeatMap;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds an event's seat map. A map from a ConfigMap counts as it was when it was first read: the
 * snapshot stands, and later edits of the ConfigMap only raise a condition.
 */
final class SeatMapSource {

  static final String INLINE = "spec.seating.sections";

  /** What was found. */
  sealed interface Found {

    /**
     * @param edited whether the ConfigMap differs from the snapshot in use
     */
    record Usable(SeatMapInUse seats, boolean edited) implements Found {}

    record Unusable(Problem problem) implements Found {}
  }

  private final KubernetesClient client;

  SeatMapSource(KubernetesClient client) {
    this.client = client;
  }

  Found find(TicketEvent event, TicketEventSpec spec, Context<TicketEvent> context) {
    Seating.MapRef ref = spec.seating().mapRef();
    if (ref == null) {
      return check(new SeatMap(spec.seating().sections()), spec, INLINE, INLINE);
    }
    String source = ref.name() + "/" + ref.key();
    Optional<SeatMap> snapshot = snapshot(event, context, source);
    ConfigMap original =
        client
            .configMaps()
            .inNamespace(event.getMetadata().getNamespace())
            .withName(ref.name())
            .get();
    Found present = fromConfigMap(original, ref, spec, source);
    if (snapshot.isEmpty()) {
      return present;
    }
    Found kept = check(snapshot.get(), spec, "the seat map in use", source);
    return switch (kept) {
      case Found.Usable usable -> new Found.Usable(usable.seats(), differs(present, usable));
      case Found.Unusable unusable -> unusable;
    };
  }

  private static boolean differs(Found present, Found.Usable kept) {
    return !(present instanceof Found.Usable now
        && now.seats().digest().equals(kept.seats().digest()));
  }

  private static Optional<SeatMap> snapshot(
      TicketEvent event, Context<TicketEvent> context, String source) {
    TicketEventStatus status = event.getStatus();
    TicketEventStatus.SeatMapInForce inForce = status == null ? null : status.seatMap();
    String digest = inForce == null ? null : inForce.digest();
    if (digest == null) {
      return Optional.empty();
    }
    return context
        .getSecondaryResourcesAsStream(ConfigMap.class)
        .filter(map -> EventLabels.annotated(map, EventLabels.MAP_SOURCE, source))
        .map(map -> map.getData().get(SeatMapChild.SEATS))
        .filter(text -> text != null)
        .map(SeatMapText::parse)
        .filter(map -> map.digest().equals(digest))
        .findFirst();
  }

  private static Found fromConfigMap(
      @Nullable ConfigMap map, Seating.MapRef ref, TicketEventSpec spec, String source) {
    String text = map == null || map.getData() == null ? null : map.getData().get(ref.key());
    if (text == null) {
      return unusable(
          Reason.SeatMapMissing,
          "spec.seating.mapRef names key \"%s\" of ConfigMap \"%s\", which this namespace does not have; create it"
              .formatted(ref.key(), ref.name()));
    }
    SeatMap parsed;
    try {
      parsed = SeatMapText.parse(text);
    } catch (IllegalArgumentException e) {
      return unusable(
          Reason.InvalidSeatMap,
          "ConfigMap \"%s\", key \"%s\" is no seat map: %s"
              .formatted(ref.name(), ref.key(), e.getMessage()));
    }
    return check(
        parsed, spec, "ConfigMap \"%s\", key \"%s\"".formatted(ref.name(), ref.key()), source);
  }

  private static Found check(SeatMap map, TicketEventSpec spec, String where, String source) {
    Optional<Problem> problem =
        SeatMapCheck.problem(map, spec.tiers(), spec.seating().allotments(), where);
    if (problem.isPresent()) {
      return new Found.Unusable(problem.get());
    }
    try {
      map.plan();
    } catch (IllegalArgumentException e) {
      return unusable(Reason.InvalidSeatMap, where + ": " + e.getMessage());
    }
    String json = JsonFiles.write(map);
    if (json.getBytes(StandardCharsets.UTF_8).length > SeatMapCheck.MAXIMUM_BYTES) {
      return unusable(
          Reason.SeatMapTooLarge,
          "%s takes more than %d bytes; leave out geometry or use fewer rows"
              .formatted(where, SeatMapCheck.MAXIMUM_BYTES));
    }
    return new Found.Usable(new SeatMapInUse(json, map.digest(), map.places(), source), false);
  }

  private static Found unusable(Reason reason, String message) {
    return new Found.Unusable(new Problem(reason, message));
  }
}
