package dev.onsale.operator.optional;

import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.SharedFieldSets;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All objects of one kind that carry our label, as the API server told last. An object we wrote is
 * known at once, so that a reconciliation that begins before the watch delivers it does not write
 * it again.
 */
final class KindWatch implements AutoCloseable {

  private static final Duration FILLED_WITHIN = Duration.ofSeconds(20);

  /** The watch delivers in milliseconds; what it has not shown by then is gone again. */
  private static final Duration WRITTEN_COUNTS_FOR = Duration.ofSeconds(10);

  private record Written(GenericKubernetesResource object, Instant at) {}

  private final List<SharedIndexInformer<GenericKubernetesResource>> informers;
  private final Clock clock;
  private final Map<String, Written> written = new ConcurrentHashMap<>();

  private KindWatch(List<SharedIndexInformer<GenericKubernetesResource>> informers, Clock clock) {
    this.informers = informers;
    this.clock = clock;
  }

  /**
   * Returns when the objects that are there now are known.
   *
   * @param namespaces to watch, each with an informer of its own; empty for all with one
   * @param changed hears of every object that came, changed or went
   * @throws KubernetesClientException when they cannot be listed
   */
  static KindWatch start(
      KubernetesClient client,
      OptionalKind kind,
      Set<String> namespaces,
      Clock clock,
      Consumer<GenericKubernetesResource> changed) {
    var objects = client.genericKubernetesResources(kind.definition());
    var informers =
        namespaces.isEmpty()
            ? List.of(objects.inAnyNamespace().withLabel(EventLabels.EVENT).runnableInformer(0))
            : namespaces.stream()
                .map(
                    namespace ->
                        objects
                            .inNamespace(namespace)
                            .withLabel(EventLabels.EVENT)
                            .runnableInformer(0))
                .toList();
    KindWatch watch = new KindWatch(informers, clock);
    informers.forEach(
        informer ->
            informer.itemStore(new SharedFieldSets<>()).addEventHandler(watch.handler(changed)));
    try {
      for (var informer : informers) {
        informer.start().toCompletableFuture().get(FILLED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      }
      return watch;
    } catch (ExecutionException | TimeoutException e) {
      watch.close();
      throw new KubernetesClientException(kind.plural() + " cannot be listed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      watch.close();
      throw new KubernetesClientException("interrupted while listing " + kind.plural(), e);
    }
  }

  Optional<GenericKubernetesResource> find(String namespace, String name) {
    String key = Cache.namespaceKeyFunc(namespace, name);
    GenericKubernetesResource seen =
        informers.stream()
            .map(informer -> informer.getIndexer().getByKey(key))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    Written own = written.get(key);
    if (own == null) {
      return Optional.ofNullable(seen);
    }
    boolean outdated = own.at().plus(WRITTEN_COUNTS_FOR).isBefore(clock.instant());
    if (outdated || (seen != null && version(seen) >= version(own.object()))) {
      written.remove(key, own);
      return Optional.ofNullable(seen);
    }
    return Optional.of(own.object());
  }

  /** Objects of an event that the watch has shown. */
  Stream<GenericKubernetesResource> of(String namespace, String event) {
    return informers.stream()
        .flatMap(
            informer -> informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream())
        .filter(object -> EventLabels.belongsTo(object, event));
  }

  void wrote(GenericKubernetesResource object) {
    written.put(Cache.metaNamespaceKeyFunc(object), new Written(object, clock.instant()));
  }

  boolean running() {
    return informers.stream().allMatch(SharedIndexInformer::isRunning);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }

  private ResourceEventHandler<GenericKubernetesResource> handler(
      Consumer<GenericKubernetesResource> changed) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(GenericKubernetesResource object) {
        changed.accept(object);
      }

      @Override
      public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
        changed.accept(now);
      }

      @Override
      public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
        written.remove(Cache.metaNamespaceKeyFunc(object));
        changed.accept(object);
      }
    };
  }

  /** Resource versions of one object grow (Kubernetes 1.35 and, in practice, etcd before it). */
  private static long version(@Nullable HasMetadata object) {
    return object == null ? 0 : Long.parseLong(object.getMetadata().getResourceVersion());
  }
}
