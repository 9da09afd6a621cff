package dev.onsale.testbed.install;

import dev.onsale.api.v1alpha1.ApiTimes;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.seating.SeatMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An event's file, made ready for a demo: the same event, moved in time so that it opens soon, and
 * with the shortest timeouts the API allows so that what is dropped comes back within the sale.
 */
public final class EventManifest {
  private static final String DEFAULT_NAMESPACE = "default";

  private final Path file;
  private final List<GenericKubernetesResource> objects;
  private final GenericKubernetesResource event;

  private EventManifest(Path file, List<GenericKubernetesResource> objects) {
    this.file = file;
    this.objects = objects;
    List<GenericKubernetesResource> events =
        objects.stream().filter(object -> object.getKind().equals("TicketEvent")).toList();
    if (events.size() != 1) {
      throw new InstallFailure(
          "%s has %d TicketEvents; the demo needs a file with one".formatted(file, events.size()));
    }
    this.event = events.getFirst();
    for (GenericKubernetesResource object : objects) {
      boolean namespaced = object.getKind().matches("TicketEvent|ConfigMap|Secret");
      if (namespaced && object.getMetadata().getNamespace() == null) {
        object.getMetadata().setNamespace(DEFAULT_NAMESPACE);
      }
    }
  }

  /**
   * @throws InstallFailure if the file cannot be read or holds no single TicketEvent
   */
  public static EventManifest read(Path file) {
    return new EventManifest(file, Manifests.read(file));
  }

  public String namespace() {
    return event.getMetadata().getNamespace();
  }

  public String name() {
    return event.getMetadata().getName();
  }

  /** The spec as it would be applied now. */
  public TicketEventSpec spec() {
    return Objects.requireNonNull(
        Serialization.unmarshal(Serialization.asJson(event), TicketEvent.class).getSpec(),
        () -> file + " has a TicketEvent without spec");
  }

  /** All objects of the file, the event last, as they are to be applied. */
  public List<GenericKubernetesResource> objects() {
    List<GenericKubernetesResource> ordered = new ArrayList<>(objects);
    ordered.remove(event);
    ordered.add(event);
    return ordered;
  }

  /** Seats and standing places for sale to everybody: neither blocked nor kept for somebody. */
  public int sellable() {
    return (int)
        map().plan().seats().stream()
            .filter(seat -> !seat.blocked() && seat.allotment() == null)
            .count();
  }

  /** The seat map, from the event or the ConfigMap it names. */
  public SeatMap map() {
    var seating = spec().seating();
    var reference = seating.mapRef();
    if (reference == null) {
      return new SeatMap(seating.sections());
    }
    for (GenericKubernetesResource object : objects) {
      boolean named =
          object.getKind().equals("ConfigMap")
              && object.getMetadata().getName().equals(reference.name());
      if (named && object.getAdditionalProperties().get("data") instanceof Map<?, ?> data) {
        if (data.get(reference.key()) instanceof String text) {
          return Serialization.unmarshal(text, SeatMap.class);
        }
      }
    }
    throw new InstallFailure(
        "%s refers to the seat map ConfigMap %s, key %s, which is not in the file; put it there"
            .formatted(file, reference.name(), reference.key()));
  }

  /** Opens the sale at that moment; everything later moves along, never to an earlier order. */
  public void openAt(Instant opening, Duration preScaleBefore) {
    Map<String, Object> schedule = section("schedule");
    Instant before = ApiTimes.instant(spec().schedule().onSaleAt());
    Duration shift = Duration.between(before, opening);
    for (String field : List.of("closesAt", "startsAt", "endsAt")) {
      if (schedule.get(field) instanceof String at) {
        schedule.put(field, text(ApiTimes.instant(at).plus(shift)));
      }
    }
    schedule.put("onSaleAt", text(opening));
    Map<String, Object> scaling = section("scaling");
    Map<String, Object> preScale = child(scaling, "preScale");
    preScale.put("before", preScaleBefore.toSeconds() + "s");
  }

  /** The pace of a sale that people can watch from beginning to end. */
  public void hurry(int perMinute, int maxActive) {
    Map<String, Object> admission = child(section("queue"), "admission");
    admission.put("perMinute", perMinute);
    admission.put("maxActive", maxActive);
    admission.put("claimTimeout", "10s");
    admission.put("sessionTimeout", "1m");
    section("holds").put("timeout", "30s");
    section("payment").put("timeout", "30s");
  }

  private Map<String, Object> section(String name) {
    if (event.getAdditionalProperties().get("spec") instanceof Map<?, ?> known) {
      return child(writable(known, "spec", event.getAdditionalProperties()), name);
    }
    throw new InstallFailure(file + " has a TicketEvent without spec");
  }

  private static Map<String, Object> child(Map<String, Object> parent, String name) {
    Object known = parent.get(name);
    return writable(known instanceof Map<?, ?> map ? map : Map.of(), name, parent);
  }

  private static Map<String, Object> writable(
      Map<?, ?> known, String name, Map<String, Object> parent) {
    Map<String, Object> copy = new LinkedHashMap<>();
    known.forEach((key, value) -> copy.put(String.valueOf(key), value));
    parent.put(name, copy);
    return copy;
  }

  private static String text(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
