package dev.onsale.operator;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.cluster.EventDirectory;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.EventRecorder;
import dev.onsale.operator.cluster.LenientReading;
import dev.onsale.operator.cluster.WrittenStatuses;
import dev.onsale.operator.event.DataProvisioning;
import dev.onsale.operator.event.EventWork;
import dev.onsale.operator.event.Intake;
import dev.onsale.operator.event.RolloutStep;
import dev.onsale.operator.event.TicketEventReconciler;
import dev.onsale.operator.event.deletion.EventDeletion;
import dev.onsale.operator.event.dependent.PodRenderer;
import dev.onsale.operator.event.dependent.RuntimePods;
import dev.onsale.operator.event.rollout.RevisionStore;
import dev.onsale.operator.event.rollout.Rollouts;
import dev.onsale.operator.event.surroundings.Surroundings;
import dev.onsale.operator.kafka.TopicProvisioner;
import dev.onsale.operator.leader.Leadership;
import dev.onsale.operator.optional.OptionalObjects;
import dev.onsale.operator.platform.PlatformCredentials;
import dev.onsale.operator.platform.PlatformProber;
import dev.onsale.operator.platform.TicketPlatformReconciler;
import dev.onsale.operator.postgres.PostgresConnections;
import dev.onsale.operator.postgres.PostgresProbe;
import dev.onsale.operator.postgres.PostgresProvisioner;
import dev.onsale.operator.postgres.PostgresRetirement;
import dev.onsale.operator.postgres.RuntimeStatusReader;
import dev.onsale.operator.redis.RedisConnections;
import dev.onsale.operator.redis.RedisProbe;
import dev.onsale.operator.redis.RedisProvisioner;
import dev.onsale.operator.secrets.RootSecret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The whole operator but for its HTTP port: connects, reconciles until closed. Tests start it
 * beside an API server of their own.
 */
public final class OperatorRuntime implements AutoCloseable {

  /** Events are worked on so many at a time, also when a platform's change concerns them all. */
  private static final int CONCURRENT_RECONCILIATIONS = 10;

  private static final int FIRST_RETRY_MILLIS = 500;
  private static final int LONGEST_RETRY_MILLIS = 30_000;
  private static final int STATUS_LOST = 10;

  private final KubernetesClient client;
  private final PostgresConnections postgres = new PostgresConnections();
  private final RedisConnections redis = new RedisConnections();
  private final Leadership leadership;
  private final EventDirectory directory = new EventDirectory();
  private final boolean elects;
  private final Operator operator;
  private boolean closed;

  /**
   * @param config of an API server; read leniently, so that one bad object does not stop the rest
   */
  public OperatorRuntime(Config config, OperatorSettings settings, Clock clock) {
    this(config, settings, clock, () -> Runtime.getRuntime().halt(STATUS_LOST), http -> {});
  }

  /**
   * @param endProcess what to do when leadership is lost
   * @param http shapes the client's connections
   */
  public OperatorRuntime(
      Config config,
      OperatorSettings settings,
      Clock clock,
      Runnable endProcess,
      Consumer<HttpClient.Builder> http) {
    this(config, settings, clock, endProcess, http, RuntimePods::template);
  }

  /**
   * @param pods what pods are made of
   */
  OperatorRuntime(
      Config config,
      OperatorSettings settings,
      Clock clock,
      Runnable endProcess,
      Consumer<HttpClient.Builder> http,
      PodRenderer pods) {
    client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withKubernetesSerialization(LenientReading.serialization())
            .withHttpClientBuilderConsumer(http)
            .build();
    leadership = new Leadership(endProcess);
    elects = settings.leaderElection();
    operator =
        new Operator(
            service -> {
              service
                  .withKubernetesClient(client)
                  .withCloseClientOnStop(false)
                  .withConcurrentReconciliationThreads(CONCURRENT_RECONCILIATIONS)
                  .checkingCRDAndValidateLocalModel(false)
                  // Finalizers as JSON patch: server-side apply refuses objects that do not fit the
                  // schema, and those too must be deletable. Statuses: see WrittenStatuses.
                  .withUseSSAToPatchPrimaryResource(false)
                  .withStopOnInformerErrorDuringStartup(false)
                  .withReconciliationTerminationTimeout(Duration.ofSeconds(10));
              if (settings.leaderElection()) {
                service.withLeaderElectionConfiguration(
                    leadership.configuration(settings.namespace(), settings.identity()));
              }
            });
    register(settings, clock, pods);
  }

  /** Returns when the informers are filled; with leader election work may begin later. */
  public void start() {
    operator.start();
  }

  public boolean started() {
    return operator.getRuntimeInfo().isStarted();
  }

  /** Whether every informer still watches. */
  public boolean watching() {
    return operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  /** TicketEvents of the cluster. */
  public long events() {
    return directory.all().count();
  }

  /** Whether this process works; always, without leader election. */
  public boolean leading() {
    return elects ? leadership.leading() : started();
  }

  private void register(OperatorSettings settings, Clock clock, PodRenderer pods) {
    String clusterId = client.namespaces().withName("kube-system").require().getMetadata().getUid();
    EventRecorder recorder = new EventRecorder(client, clock);
    PlatformCredentials credentials = new PlatformCredentials(client, settings.namespace());
    RedisProvisioner redisProvisioner = new RedisProvisioner(redis);
    RuntimeStatusReader statuses = new RuntimeStatusReader(postgres);

    OptionalObjects optional =
        new OptionalObjects(client, directory, clock, settings.discoveryInterval());

    Rollouts rollouts = new Rollouts(new RevisionStore(client));
    var written = new WrittenStatuses<TicketEventStatus, TicketEvent>();

    var platforms =
        new TicketPlatformReconciler(
            new PlatformProber(
                credentials,
                new PostgresProbe(postgres),
                new RedisProbe(redis),
                new TopicProvisioner()),
            directory,
            recorder,
            clock,
            settings.probeInterval());
    var events =
        new TicketEventReconciler(
            new EventWork(
                clusterId,
                new Intake(client),
                new RootSecret(client, settings.namespace()),
                directory,
                new DataProvisioning(
                    credentials,
                    new PostgresProvisioner(postgres, clock),
                    redisProvisioner,
                    statuses,
                    clock,
                    settings.loginCheckInterval()),
                new RolloutStep(rollouts, pods, clock),
                new Surroundings(optional),
                clock),
            new EventDeletion(
                clusterId,
                credentials,
                new PostgresRetirement(postgres),
                redisProvisioner,
                statuses,
                optional,
                rollouts,
                written,
                recorder,
                clock),
            optional,
            directory,
            written,
            recorder,
            clock,
            settings.statusInterval());

    operator.<TicketPlatform>register(platforms, controller -> persistent(controller, settings));
    operator.<TicketEvent>register(events, controller -> persistent(controller, settings));
  }

  /** The SDK's defaults give up after five tries and look again after ten hours. */
  private static void persistent(
      ControllerConfigurationOverrider<?> controller, OperatorSettings settings) {
    controller
        .withFieldManager(EventLabels.OPERATOR)
        .withReconciliationMaxInterval(settings.maxInterval())
        .withRetry(
            new GenericRetry()
                .setInitialInterval(FIRST_RETRY_MILLIS)
                .setIntervalMultiplier(2)
                .setMaxInterval(LONGEST_RETRY_MILLIS)
                .withoutMaxAttempts());
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    leadership.stopping();
    operator.stop();
    redis.close();
    postgres.close();
    client.close();
  }
}
