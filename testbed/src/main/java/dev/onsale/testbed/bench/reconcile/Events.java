package dev.onsale.testbed.bench.reconcile;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.testbed.process.Deadline;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The events the operator works on, watched as a user would: which are ready, which title sells.
 */
final class Events implements AutoCloseable {

  private static final int ROWS = 10;
  private static final int SEATS_A_ROW = 20;

  private final Set<String> ready = ConcurrentHashMap.newKeySet();
  private final Map<String, String> live = new ConcurrentHashMap<>();
  private final Map<String, Long> changed = new ConcurrentHashMap<>();
  private final SharedIndexInformer<TicketEvent> events;
  private final SharedIndexInformer<ConfigMap> configMaps;

  Events(KubernetesClient user) {
    events = user.resources(TicketEvent.class).inAnyNamespace().inform(new Readiness());
    configMaps =
        user.configMaps().inAnyNamespace().withLabel("onsale.dev/event").inform(new Titles());
  }

  /**
   * A hall of 200 seats whose sale opens in six hours: pods run already, and nothing is due while
   * it is measured.
   */
  static String manifest(String group, String namespace, String name) {
    Instant onSale = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(6, ChronoUnit.HOURS);
    String rows =
        java.util.stream.IntStream.rangeClosed(1, ROWS)
            .mapToObj(row -> "{\"name\":\"%d\",\"seats\":%d}".formatted(row, SEATS_A_ROW))
            .collect(Collectors.joining(","));
    return """
    {"apiVersion": "%s/v1alpha1", "kind": "TicketEvent",
     "metadata": {"name": "%s", "namespace": "%s"},
     "spec": {
       "platformRef": {"name": "main"},
       "title": "As applied",
       "schedule": {"onSaleAt": "%s", "closesAt": "%s", "startsAt": "%s"},
       "tiers": [{"name": "standard", "price": {"currency": "EUR", "amount": 2500}}],
       "seating": {"sections": [{"name": "A", "tier": "standard", "rows": [%s]}]},
       "buyers": {"identity": "Anonymous"},
       "queue": {"mode": "Fifo", "admission": {"perMinute": 600, "maxActive": 50}},
       "topology": "Single",
       "deletionPolicy": "Retain"}}\
    """
        .formatted(
            group,
            name,
            namespace,
            onSale,
            onSale.plus(2, ChronoUnit.HOURS),
            onSale.plus(3, ChronoUnit.HOURS),
            rows);
  }

  static String collection(String group, String namespace) {
    return "/apis/%s/v1alpha1/namespaces/%s/ticketevents".formatted(group, namespace);
  }

  /**
   * @throws IllegalStateException naming how many are ready, when the time is over
   */
  void awaitReady(String namespace, int count, Duration timeout) {
    Deadline deadline = Deadline.in(timeout);
    String prefix = namespace + "/";
    while (ready.stream().filter(name -> name.startsWith(prefix)).count() < count) {
      if (deadline.over()) {
        throw new IllegalStateException(
            "%d of %d events were ready after %d s"
                .formatted(
                    ready.stream().filter(name -> name.startsWith(prefix)).count(),
                    count,
                    timeout.toSeconds()));
      }
      deadline.pause();
    }
  }

  /** When {@code live.json} of an event came to hold a title, by {@link System#nanoTime}. */
  @Nullable Long arrived(String namespace, String name, String title) {
    String key = namespace + "/" + name + "-config";
    String text = live.get(key);
    return text != null && text.contains("\"" + title + "\"") ? changed.get(key) : null;
  }

  private static String key(io.fabric8.kubernetes.api.model.HasMetadata object) {
    return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
  }

  private final class Readiness implements ResourceEventHandler<TicketEvent> {

    @Override
    public void onAdd(TicketEvent event) {
      look(event);
    }

    @Override
    public void onUpdate(TicketEvent before, TicketEvent event) {
      look(event);
    }

    @Override
    public void onDelete(TicketEvent event, boolean unknown) {
      ready.remove(key(event));
    }

    private void look(TicketEvent event) {
      boolean isReady =
          event.getStatus() != null
              && event.getStatus().conditions().stream()
                  .anyMatch(
                      condition ->
                          condition.getType().equals("Ready")
                              && condition.getStatus().equals("True"));
      if (isReady) {
        ready.add(key(event));
      }
    }
  }

  private final class Titles implements ResourceEventHandler<ConfigMap> {

    @Override
    public void onAdd(ConfigMap map) {
      look(map);
    }

    @Override
    public void onUpdate(ConfigMap before, ConfigMap map) {
      look(map);
    }

    @Override
    public void onDelete(ConfigMap map, boolean unknown) {
      live.remove(key(map));
    }

    private void look(ConfigMap map) {
      String text = map.getData() == null ? null : map.getData().get("live.json");
      if (text != null && !text.equals(live.get(key(map)))) {
        // the time first: whoever sees the text finds the time
        changed.put(key(map), System.nanoTime());
        live.put(key(map), text);
      }
    }
  }

  @Override
  public void close() {
    events.close();
    configMaps.close();
  }
}
