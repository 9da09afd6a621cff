package dev.onsale.operator;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.cluster.BackInTime;
import dev.onsale.operator.cluster.EventDirectory;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.EventRecorder;
import dev.onsale.operator.cluster.LenientReading;
import dev.onsale.operator.cluster.WrittenStatuses;
import dev.onsale.operator.cluster.Zones;
import dev.onsale.operator.event.Compared;
import dev.onsale.operator.event.ComponentPlanner;
import dev.onsale.operator.event.DataProvisioning;
import dev.onsale.operator.event.EventWork;
import dev.onsale.operator.event.Intake;
import dev.onsale.operator.event.ObjectsStep;
import dev.onsale.operator.event.RolloutStep;
import dev.onsale.operator.event.TicketEventReconciler;
import dev.onsale.operator.event.bluegreen.BlueGreen;
import dev.onsale.operator.event.deletion.EventDeletion;
import dev.onsale.operator.event.dependent.PodRenderer;
import dev.onsale.operator.event.dependent.RuntimePods;
import dev.onsale.operator.event.keys.EventLogins;
import dev.onsale.operator.event.rollout.RevisionStore;
import dev.onsale.operator.event.rollout.Rollouts;
import dev.onsale.operator.event.settlement.Settlement;
import dev.onsale.operator.event.surroundings.Surroundings;
import dev.onsale.operator.health.ReconcileSlots;
import dev.onsale.operator.kafka.EventUsers;
import dev.onsale.operator.kafka.TopicProvisioner;
import dev.onsale.operator.leader.Leadership;
import dev.onsale.operator.optional.OptionalObjects;
import dev.onsale.operator.platform.LoginRefusal;
import dev.onsale.operator.platform.LoginSweep;
import dev.onsale.operator.platform.PlatformCredentials;
import dev.onsale.operator.platform.PlatformProber;
import dev.onsale.operator.platform.TicketPlatformReconciler;
import dev.onsale.operator.platform.UnlockedLogins;
import dev.onsale.operator.postgres.PostgresConnections;
import dev.onsale.operator.postgres.PostgresProbe;
import dev.onsale.operator.postgres.PostgresProvisioner;
import dev.onsale.operator.postgres.PostgresRetirement;
import dev.onsale.operator.postgres.RuntimeStatusReader;
import dev.onsale.operator.redis.RedisConnections;
import dev.onsale.operator.redis.RedisProbe;
import dev.onsale.operator.redis.RedisProvisioner;
import dev.onsale.operator.secrets.RootSecret;
import dev.onsale.operator.stores.CheckPace;
import dev.onsale.operator.stores.StoreErrors;
import dev.onsale.operator.webhooks.WebhookRouter;
import dev.onsale.schedule.Phase;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The whole operator but for its HTTP port: connects, reconciles until closed. Tests start it
 * beside an API server of their own.
 */
public final class OperatorRuntime implements AutoCloseable {

  /** Events are worked on so many at a time, also when a platform's change concerns them all. */
  private static final int CONCURRENT_RECONCILIATIONS = 10;

  private static final int CONCURRENT_PROBES = 4;

  private static final int FIRST_RETRY_MILLIS = 500;
  private static final int LONGEST_RETRY_MILLIS = 30_000;
  private static final int STATUS_LOST = 10;

  private final KubernetesClient client;
  private final PostgresConnections postgres;
  private final RedisConnections redis;
  private final Leadership leadership;
  private final BackInTime backInTime;
  private final Duration revisionInterval;
  private final EventDirectory directory = new EventDirectory();
  private final ReconcileSlots eventSlots =
      new ReconcileSlots("ticketevent", CONCURRENT_RECONCILIATIONS);
  private final ReconcileSlots platformSlots =
      new ReconcileSlots("ticketplatform", CONCURRENT_PROBES);
  private final StoreErrors storeErrors = new StoreErrors();
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
   * @param endProcess what to do when leadership is lost, or what was seen is no longer so
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
    postgres = new PostgresConnections(storeErrors.of("postgres"));
    redis = new RedisConnections(storeErrors.of("redis"));
    client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withKubernetesSerialization(LenientReading.serialization())
            .withHttpClientBuilderConsumer(http)
            .build();
    leadership = new Leadership(endProcess);
    backInTime = new BackInTime(client, endProcess);
    revisionInterval = settings.discoveryInterval();
    elects = settings.leaderElection();
    operator =
        new Operator(
            service -> {
              service
                  .withKubernetesClient(client)
                  .withCloseClientOnStop(false)
                  // Each kind has slots of its own: events must not keep platforms waiting.
                  .withExecutorService(Executors.newVirtualThreadPerTaskExecutor())
                  .checkingCRDAndValidateLocalModel(false)
                  // Finalizers as JSON patch: server-side apply refuses objects that do not fit the
                  // schema, and those too must be deletable. Statuses: see WrittenStatuses.
                  .withUseSSAToPatchPrimaryResource(false)
                  // ConfigMaps too: the SDK would replace them, which takes the right to update.
                  .withDefaultNonSSAResource(Set.of())
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
    backInTime.start(revisionInterval);
  }

  public boolean started() {
    return operator.getRuntimeInfo().isStarted();
  }

  /** Whether every informer still watches. */
  public boolean watching() {
    return operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  /** TicketEvents of the cluster in a phase; those without one yet are Pending. */
  public long events(Phase phase) {
    return directory
        .all()
        .filter(
            event ->
                phase
                    == (event.getStatus() == null || event.getStatus().phase() == null
                        ? Phase.Pending
                        : event.getStatus().phase()))
        .count();
  }

  /** Whether some reconciliation must end from time to time. */
  public boolean expectsWork() {
    return leading() && directory.all().findAny().isPresent();
  }

  /** How reconciliations go, by controller. */
  public List<ReconcileSlots> slots() {
    return List.of(eventSlots, platformSlots);
  }

  /** Calls to stores that failed, by store. */
  public Map<String, LongSupplier> storeErrors() {
    return storeErrors.byStore();
  }

  /** Whether this process works; always, without leader election. */
  public boolean leading() {
    return elects ? leadership.leading() : started();
  }

  /** Before every informer is filled, an event that is not seen may be there all the same. */
  private boolean eventsKnown() {
    return started() && watching();
  }

  private void register(OperatorSettings settings, Clock clock, PodRenderer pods) {
    String clusterId = client.namespaces().withName("kube-system").require().getMetadata().getUid();
    EventRecorder recorder = new EventRecorder(client, clock);
    PlatformCredentials credentials = new PlatformCredentials(client, settings.namespace());
    RedisProbe redisProbe = new RedisProbe(redis);
    RedisProvisioner redisProvisioner = new RedisProvisioner(redis, redisProbe);
    RuntimeStatusReader statuses = new RuntimeStatusReader(postgres);

    OptionalObjects optional =
        new OptionalObjects(
            client, directory, clock, settings.discoveryInterval(), settings.watched());

    Rollouts rollouts = new Rollouts(new RevisionStore(client));
    var written = new WrittenStatuses<TicketEventStatus, TicketEvent>();

    PostgresRetirement retirement = new PostgresRetirement(postgres);
    LoginRefusal refusal = new LoginRefusal(credentials, retirement, redisProvisioner);
    RootSecret root = new RootSecret(client, settings.namespace());
    EventLogins logins = new EventLogins(client, credentials);
    UnlockedLogins unlocked = new UnlockedLogins(client, settings.namespace(), clusterId);
    var platforms =
        new TicketPlatformReconciler(
            platformSlots,
            new PlatformProber(
                credentials,
                new PostgresProbe(postgres),
                redisProbe,
                new TopicProvisioner(new CheckPace(clock, settings.loginCheckInterval())),
                storeErrors.of("kafka")),
            new LoginSweep(unlocked, refusal, directory, recorder),
            new WebhookRouter(
                clusterId, settings.namespace(), root, directory, this::eventsKnown, optional),
            directory,
            recorder,
            clock,
            settings.probeInterval());
    RolloutStep rollout = new RolloutStep(rollouts, new BlueGreen(optional), pods, clock);
    var events =
        new TicketEventReconciler(
            eventSlots,
            new EventWork(
                clusterId,
                new Intake(client),
                root,
                directory,
                logins,
                new DataProvisioning(
                    credentials,
                    new PostgresProvisioner(postgres, clock),
                    redisProvisioner,
                    new EventUsers(),
                    statuses,
                    clock,
                    settings.loginCheckInterval()),
                new ComponentPlanner(optional, new Zones(client, clock)),
                rollout,
                new ObjectsStep(
                    rollout,
                    new Surroundings(optional, settings.namespace()),
                    new Compared(optional, clock)),
                clock),
            new EventDeletion(
                clusterId,
                credentials,
                retirement,
                redisProvisioner,
                refusal,
                unlocked,
                statuses,
                new Settlement(
                    client, settings.namespace(), credentials, root, logins, retirement, clock),
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
    operator.<TicketEvent>register(
        events,
        controller -> {
          persistent(controller, settings);
          if (!settings.watched().isEmpty()) {
            controller.settingNamespaces(settings.watched());
          }
        });
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
    backInTime.close();
    operator.stop();
    redis.close();
    postgres.close();
    client.close();
  }
}
