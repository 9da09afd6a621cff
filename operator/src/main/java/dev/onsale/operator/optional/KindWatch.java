package dev.onsale.operator.optional;

import dev.onsale.operator.cluster.EventLabels;
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
import java.util.Map;
import java.util.Optional;
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

  private final SharedIndexInformer<GenericKubernetesResource> informer;
  private final Clock clock;
  private final Map<String, Written> written = new ConcurrentHashMap<>();

  private KindWatch(SharedIndexInformer<GenericKubernetesResource> informer, Clock clock) {
    this.informer = informer;
    this.clock = clock;
  }

  /**
   * Returns when the objects that are there now are known.
   *
   * @param changed hears of every object that came, changed or went
   * @throws KubernetesClientException when they cannot be listed
   */
  static KindWatch start(
      KubernetesClient client,
      OptionalKind kind,
      Clock clock,
      Consumer<GenericKubernetesResource> changed) {
    var informer =
        client
            .genericKubernetesResources(kind.definition())
            .inAnyNamespace()
            .withLabel(EventLabels.EVENT)
            .runnableInformer(0);
    KindWatch watch = new KindWatch(informer, clock);
    informer.addEventHandler(watch.handler(changed));
    try {
      informer.start().toCompletableFuture().get(FILLED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      return watch;
    } catch (ExecutionException | TimeoutException e) {
      informer.stop();
      throw new KubernetesClientException(kind.plural() + " cannot be listed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      informer.stop();
      throw new KubernetesClientException("interrupted while listing " + kind.plural(), e);
    }
  }

  Optional<GenericKubernetesResource> find(String namespace, String name) {
    String key = Cache.namespaceKeyFunc(namespace, name);
    GenericKubernetesResource seen = informer.getIndexer().getByKey(key);
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
    return informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream()
        .filter(object -> EventLabels.belongsTo(object, event));
  }

  void wrote(GenericKubernetesResource object) {
    written.put(Cache.metaNamespaceKeyFunc(object), new Written(object, clock.instant()));
  }

  boolean running() {
    return informer.isRunning();
  }

  @Override
  public void close() {
    informer.stop();
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
