package dev.onsale.operator.event.settlement;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.operator.config.BootSettings;
import dev.onsale.operator.event.keys.EventLogins;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.platform.PlatformCredentials;
import dev.onsale.operator.platform.PlatformProber;
import dev.onsale.operator.platform.TicketPlatformReconciler;
import dev.onsale.operator.postgres.PostgresRetirement;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.operator.secrets.RootSecret;
import dev.onsale.operator.stores.StoreFailure;
import dev.onsale.runtime.RuntimeBoot;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After the pods of a deleted event are gone: what they left open is settled by a Job in the
 * operator's namespace, since nothing can be made in a namespace that is being deleted. It needs
 * nothing of that namespace but the event itself, whose finalizer keeps it.
 */
public final class Settlement {

  /** Where it stands. */
  public enum State {
    /** Nothing is open, or it cannot be settled now. */
    NotNeeded,
    /** A Job is at work, for five minutes at most. */
    UnderWay,
    /** The Job has ended, well or not, and is to be removed at the end. */
    Ended
  }

  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

  /** Job controllers are not asked for longer than this beyond the Job's own deadline. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final KubernetesClient client;
  private final String namespace;
  private final PlatformCredentials credentials;
  private final RootSecret root;
  private final EventLogins logins;
  private final PostgresRetirement postgres;
  private final Clock clock;

  /**
   * @param namespace the operator's own
   */
  public Settlement(
      KubernetesClient client,
      String namespace,
      PlatformCredentials credentials,
      RootSecret root,
      EventLogins logins,
      PostgresRetirement postgres,
      Clock clock) {
    this.client = client;
    this.namespace = namespace;
    this.credentials = credentials;
    this.root = root;
    this.logins = logins;
    this.postgres = postgres;
    this.clock = clock;
  }

  /** What the Job is made from. */
  private record Material(TicketEvent event, TicketPlatformSpec platform, EventKeys keys) {}

  /**
   * Begins what is to be done, or looks how far it is; to be called until it says something else
   * than {@code UnderWay}.
   *
   * @throws KubernetesClientException if the API server does not answer
   */
  public State advance(
      TicketEvent event, EventIdentity identity, Optional<TicketPlatform> platform) {
    SettlementObjects objects = new SettlementObjects(namespace, identity);
    Job job = resource(objects).get();
    if (job == null) {
      return material(event, identity, platform)
              .filter(material -> somethingIsOpen(material, identity))
              .filter(material -> begin(objects, material))
              .isPresent()
          ? State.UnderWay
          : State.NotNeeded;
    }
    if (ended(job)) {
      return State.Ended;
    }
    if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
      material(event, identity, platform).ifPresent(found -> complete(objects, job, found));
    }
    return State.UnderWay;
  }

  /**
   * The deletion goes on: removes the Job, and with it what it owns.
   *
   * @param reached what was said last
   */
  public void end(EventIdentity identity, State reached) {
    logins.forget(identity);
    if (reached != State.Ended) {
      return;
    }
    resource(new SettlementObjects(namespace, identity))
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
  }

  /** Namespace and name of the event's Job. */
  public String job(EventIdentity identity) {
    return namespace + "/" + new SettlementObjects(namespace, identity).name();
  }

  private boolean ended(Job job) {
    boolean finished =
        job.getStatus() != null
            && job.getStatus().getConditions().stream()
                .filter(condition -> "True".equals(condition.getStatus()))
                .anyMatch(
                    condition ->
                        "Complete".equals(condition.getType())
                            || "Failed".equals(condition.getType()));
    Instant latest =
        Instant.parse(job.getMetadata().getCreationTimestamp())
            .plus(SettlementObjects.DEADLINE)
            .plus(MARGIN);
    return finished || clock.instant().isAfter(latest);
  }

  /** Empty where the event cannot be read, or its platform, root or logins are not there. */
  private Optional<Material> material(
      TicketEvent event, EventIdentity identity, Optional<TicketPlatform> platform) {
    if (event.getSpec() == null
        || platform.isEmpty()
        || platform.get().getSpec() == null
        || TicketPlatformReconciler.away(platform.get(), PlatformProber.POSTGRES).isPresent()
        || !(root.read(() -> true) instanceof RootSecret.State.Present present)) {
      return Optional.empty();
    }
    TicketPlatformSpec spec = platform.get().getSpec();
    try {
      EventKeys keys =
          logins.ofDeleted(spec, identity, new EventKeys(present.derivation(), identity));
      int generation = EventLogins.rotation(event).generation();
      return Optional.of(new Material(event, spec, keys.at(generation)));
    } catch (StoreFailure e) {
      LOG.warn("Nobody can settle {}: {}", identity.readableName(), e.getMessage());
      return Optional.empty();
    }
  }

  private boolean somethingIsOpen(Material material, EventIdentity identity) {
    try {
      return postgres.open(
              EventLogins.reading(credentials.of(material.platform()).postgres(), material.keys()),
              identity,
              material.keys().logins().postgres().username())
          > 0;
    } catch (StoreFailure e) {
      LOG.warn(
          "What {} left open could not be found out: {}", identity.readableName(), e.getMessage());
      return false;
    }
  }

  /** False if the API server refuses the Job for good: by a policy, or its namespace ends. */
  private boolean begin(SettlementObjects objects, Material material) {
    Job job = objects.job(material.platform().runtime(), material.keys());
    try {
      return complete(objects, client.resource(job).create(), material);
    } catch (KubernetesClientException e) {
      return unlessRefused(e, objects);
    }
  }

  private boolean complete(SettlementObjects objects, Job job, Material material) {
    try {
      for (HasMetadata object :
          objects.owned(
              job,
              boot(objects.event(), material),
              material.keys(),
              material.platform(),
              material.event().getSpec())) {
        createIfAbsent(object);
      }
      resource(objects)
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":false}}");
      return true;
    } catch (KubernetesClientException e) {
      return unlessRefused(e, objects);
    }
  }

  private void createIfAbsent(HasMetadata object) {
    try {
      client.resource(object).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  private static boolean unlessRefused(
      KubernetesClientException failure, SettlementObjects objects) {
    int code = failure.getCode();
    boolean refused =
        code >= HttpURLConnection.HTTP_BAD_REQUEST
            && code < SERVER_ERROR
            && code != TOO_MANY_REQUESTS
            && code != HttpURLConnection.HTTP_CONFLICT;
    if (!refused) {
      throw failure;
    }
    LOG.warn(
        "Job {}/{} was refused, so what {} left open stays open: {}",
        objects.namespace(),
        objects.name(),
        objects.event().readableName(),
        failure.getMessage());
    return false;
  }

  private static RuntimeBoot boot(EventIdentity identity, Material material) {
    TicketEventStatus status =
        Objects.requireNonNullElseGet(material.event().getStatus(), TicketEventStatus::empty);
    TicketEventStatus.SeatMapInForce map = status.seatMap();
    String digest = map == null ? null : map.digest();
    return BootSettings.of(
        identity,
        material.event().getSpec(),
        material.platform(),
        Objects.requireNonNullElse(digest, ""),
        EventLogins.roles(identity, material.keys()));
  }

  private Resource<Job> resource(SettlementObjects objects) {
    return client.batch().v1().jobs().inNamespace(namespace).withName(objects.name());
  }
}
