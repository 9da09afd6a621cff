package dev.onsale.operator.optional;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventDirectory;
import dev.onsale.operator.cluster.EventLabels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects of kinds that not every cluster serves, kept as the core kinds are: by server-side apply,
 * repaired when others change them, left alone when they are not ours.
 *
 * <p>The API server is asked every {@code interval} which of the {@link OptionalKind}s it serves. A
 * look that fails changes nothing: a kind that was there counts as there. When a kind appears, its
 * labelled objects are watched; when it goes, the watch ends; both, and every change of an object,
 * reconcile the events concerned. So a caller only decides by {@link #presence} and says each time
 * what should be there:
 *
 * <pre>{@code
 * if (optional.presence(OptionalKind.ROLLOUT) == Presence.PRESENT) {
 *   optional.apply(OptionalKind.ROLLOUT, rollout, context);   // writes only what differs
 * } else { … }
 * optional.delete(OptionalKind.ROLLOUT, namespace, "no-longer-wanted");
 * }</pre>
 *
 * An object is found again by label {@code onsale.dev/event}, so {@code desired} must carry {@link
 * EventLabels#labels}. Lists that the schema calls atomic are compared whole: declare in them also
 * what the API server would fill in, else each reconciliation writes anew.
 */
public final class OptionalObjects
    extends AbstractEventSource<GenericKubernetesResource, TicketEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(OptionalObjects.class);

  /** With it an apply creates, but never changes: the object would have another version. */
  private static final String ONLY_IF_ABSENT = "1";

  private final KubernetesClient client;
  private final ApiLook look;
  private final EventDirectory directory;
  private final Clock clock;
  private final Duration interval;
  private final Set<String> namespaces;
  private final Map<OptionalKind, KindWatch> watches = new ConcurrentHashMap<>();
  private final Set<OptionalKind> absent = ConcurrentHashMap.newKeySet();
  private @Nullable ScheduledExecutorService looking;

  /**
   * @param interval between two looks at what the API server serves
   * @param namespaces whose objects are watched; empty for all
   */
  public OptionalObjects(
      KubernetesClient client,
      EventDirectory directory,
      Clock clock,
      Duration interval,
      Set<String> namespaces) {
    this(client, ApiLook.at(client), directory, clock, interval, namespaces);
  }

  OptionalObjects(
      KubernetesClient client,
      ApiLook look,
      EventDirectory directory,
      Clock clock,
      Duration interval,
      Set<String> namespaces) {
    super(GenericKubernetesResource.class, "optional-objects");
    this.client = client;
    this.look = look;
    this.directory = directory;
    this.clock = clock;
    this.interval = interval;
    this.namespaces = Set.copyOf(namespaces);
  }

  /** The last answer of the API server. */
  public Presence presence(OptionalKind kind) {
    return watches.containsKey(kind)
        ? Presence.PRESENT
        : absent.contains(kind) ? Presence.ABSENT : Presence.UNKNOWN;
  }

  /** The object of that name, if it carries our label. */
  public Optional<GenericKubernetesResource> find(
      OptionalKind kind, String namespace, String name) {
    return Optional.ofNullable(watches.get(kind)).flatMap(watch -> watch.find(namespace, name));
  }

  /** All objects of a kind that were made for an event; none where the kind is not served. */
  public Set<GenericKubernetesResource> of(OptionalKind kind, String namespace, String event) {
    KindWatch watch = watches.get(kind);
    return watch == null ? Set.of() : watch.of(namespace, event).collect(Collectors.toSet());
  }

  /** The same of the event that is being reconciled. */
  public static Stream<GenericKubernetesResource> of(
      OptionalKind kind, Context<TicketEvent> context) {
    return context
        .getSecondaryResourcesAsStream(GenericKubernetesResource.class)
        .filter(object -> kind.kind().equals(object.getKind()));
  }

  /**
   * Makes the object what {@code desired} declares; what it does not declare is left alone.
   *
   * @throws KubernetesClientException with code 409 if an object of that name is not this event's,
   *     with another code if the API server refused it
   */
  public Applied apply(
      OptionalKind kind, GenericKubernetesResource desired, Context<TicketEvent> context) {
    KindWatch watch = watches.get(kind);
    if (watch == null) {
      return Applied.NOT_SERVED;
    }
    var metadata = desired.getMetadata();
    var present = watch.find(metadata.getNamespace(), metadata.getName());
    if (present.isEmpty()) {
      var created = desired.edit().editMetadata().withResourceVersion(ONLY_IF_ABSENT).endMetadata();
      return write(kind, created.build(), watch);
    }
    if (!EventLabels.belongsTo(
        present.get(), context.getPrimaryResource().getMetadata().getName())) {
      throw new KubernetesClientException(
          "%s %s is another event's".formatted(kind.kind(), metadata.getName()),
          HttpURLConnection.HTTP_CONFLICT,
          null);
    }
    boolean same =
        SSABasedGenericKubernetesResourceMatcher.<GenericKubernetesResource>getInstance()
            .matches(present.get(), desired, context);
    return same ? Applied.UNCHANGED : write(kind, desired, watch);
  }

  /** Deletes the object if it is there and ours. */
  public void delete(OptionalKind kind, String namespace, String name) {
    find(kind, namespace, name).ifPresent(object -> resource(kind, object).delete());
  }

  /**
   * Deletes everything that was made for an event; to be called until it says true.
   *
   * @return whether nothing of it is left; false also while it is unknown whether a kind is served
   */
  public boolean deleteAll(String namespace, String event) {
    boolean gone = true;
    for (OptionalKind kind : OptionalKind.values()) {
      Set<GenericKubernetesResource> left = of(kind, namespace, event);
      left.stream()
          .filter(object -> !object.isMarkedForDeletion())
          .forEach(object -> resource(kind, object).delete());
      gone &= left.isEmpty() && presence(kind) != Presence.UNKNOWN;
    }
    return gone;
  }

  @Override
  public Set<GenericKubernetesResource> getSecondaryResources(TicketEvent event) {
    return Arrays.stream(OptionalKind.values())
        .flatMap(
            kind ->
                of(kind, event.getMetadata().getNamespace(), event.getMetadata().getName())
                    .stream())
        .collect(Collectors.toSet());
  }

  @Override
  public synchronized void start() {
    super.start();
    lookAround();
    var executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("optional-apis").factory());
    executor.scheduleWithFixedDelay(
        this::lookAround, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    looking = executor;
  }

  @Override
  public synchronized void stop() {
    super.stop();
    if (looking != null) {
      looking.shutdownNow();
      looking = null;
    }
    watches.values().forEach(KindWatch::close);
    watches.clear();
  }

  /** Finds out anew what is served, and reconciles every event if that changed. */
  void lookAround() {
    boolean changed = false;
    boolean warned = false;
    for (OptionalKind kind : OptionalKind.values()) {
      Presence before = presence(kind);
      try {
        if (look.serves(kind)) {
          appeared(kind);
        } else {
          went(kind);
        }
      } catch (RuntimeException e) {
        // Not an answer: what was known last stays.
        if (!warned) {
          LOG.warn("Which optional APIs are served could not be found out: {}", reason(e));
        }
        warned = true;
      }
      changed |= presence(kind) != before;
    }
    if (changed && isRunning()) {
      directory
          .all()
          .map(ResourceID::fromResource)
          .forEach(event -> getEventHandler().handleEvent(new Event(event)));
    }
  }

  private void appeared(OptionalKind kind) {
    KindWatch known = watches.get(kind);
    if (known != null && known.running()) {
      return;
    }
    KindWatch watch = KindWatch.start(client, kind, namespaces, clock, this::changed);
    watches.put(kind, watch);
    absent.remove(kind);
    if (known != null) {
      known.close();
    }
  }

  private void went(OptionalKind kind) {
    absent.add(kind);
    KindWatch known = watches.remove(kind);
    if (known != null) {
      known.close();
      LOG.info("{} are no longer served", kind.plural());
    }
  }

  private void changed(GenericKubernetesResource object) {
    String event = object.getMetadata().getLabels().get(EventLabels.EVENT);
    if (event != null && isRunning()) {
      getEventHandler()
          .handleEvent(new Event(new ResourceID(event, object.getMetadata().getNamespace())));
    }
  }

  private Applied write(OptionalKind kind, GenericKubernetesResource object, KindWatch watch) {
    try {
      watch.wrote(
          resource(kind, object)
              .fieldManager(EventLabels.OPERATOR)
              .forceConflicts()
              .serverSideApply());
      return Applied.WRITTEN;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        // Its API went between two looks.
        return Applied.NOT_SERVED;
      }
      throw e;
    }
  }

  private Resource<GenericKubernetesResource> resource(
      OptionalKind kind, GenericKubernetesResource object) {
    return client
        .genericKubernetesResources(kind.definition())
        .inNamespace(object.getMetadata().getNamespace())
        .resource(object);
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? String.valueOf(failure.getMessage()) : failure + ": " + cause;
  }
}
