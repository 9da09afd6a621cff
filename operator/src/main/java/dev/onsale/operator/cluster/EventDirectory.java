package dev.onsale.operator.cluster;

import dev.onsale.api.v1alpha1.TicketEvent;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All events of the cluster, out of the event controller's one informer. */
public final class EventDirectory {

  private volatile @Nullable IndexedResourceCache<TicketEvent> cache;

  public void follow(IndexedResourceCache<TicketEvent> events) {
    cache = events;
  }

  /** Empty until the controller has started. */
  public Stream<TicketEvent> all() {
    IndexedResourceCache<TicketEvent> events = cache;
    return events == null ? Stream.empty() : events.list();
  }

  /** The events that name this platform; an event whose spec cannot be read names none. */
  public Stream<TicketEvent> using(String platform) {
    return all()
        .filter(
            event ->
                event.getSpec() != null && platform.equals(event.getSpec().platformRef().name()));
  }

  /** The same, and all whose spec cannot be read: they may be this platform's. */
  public Stream<TicketEvent> perhapsUsing(String platform) {
    return all()
        .filter(
            event ->
                event.getSpec() == null || platform.equals(event.getSpec().platformRef().name()));
  }

  /** Whether some event already has data, and with it material derived from the root secret. */
  public boolean anyHasData() {
    return all().anyMatch(event -> event.getStatus() != null && event.getStatus().data() != null);
  }
}
