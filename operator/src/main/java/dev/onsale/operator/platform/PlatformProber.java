package dev.onsale.operator.platform;

import dev.onsale.api.v1alpha1.ApiTimes;
import dev.onsale.api.v1alpha1.Credentials;
import dev.onsale.api.v1alpha1.KafkaStore;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.kafka.TopicProvisioner;
import dev.onsale.operator.kafka.TopicSettings;
import dev.onsale.operator.postgres.PostgresAccount;
import dev.onsale.operator.postgres.PostgresProbe;
import dev.onsale.operator.redis.RedisProbe;
import dev.onsale.operator.stores.Doors;
import dev.onsale.operator.stores.StoreFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Asks the three stores of a platform at the same time, each with its own timeouts, and makes the
 * platform's topics.
 */
public final class PlatformProber {

  public static final String POSTGRES = "PostgresReachable";
  public static final String REDIS = "RedisReachable";
  public static final String KAFKA = "KafkaReachable";

  private final PlatformCredentials credentials;
  private final PostgresProbe postgres;
  private final RedisProbe redis;
  private final TopicProvisioner topics;
  private final LongAdder kafkaErrors;

  public PlatformProber(
      PlatformCredentials credentials,
      PostgresProbe postgres,
      RedisProbe redis,
      TopicProvisioner topics,
      LongAdder kafkaErrors) {
    this.credentials = credentials;
    this.postgres = postgres;
    this.redis = redis;
    this.topics = topics;
    this.kafkaErrors = kafkaErrors;
  }

  /** One verdict a store, in the order of the conditions. */
  public Map<String, Verdict> probe(TicketPlatformSpec spec) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, Future<Verdict>> running = new LinkedHashMap<>();
      running.put(
          POSTGRES,
          threads.submit(
              () ->
                  verdict(
                      () -> {
                        postgres(spec);
                        return List.of();
                      })));
      running.put(
          REDIS,
          threads.submit(
              () ->
                  verdict(
                      () -> {
                        redis(spec);
                        return List.of();
                      })));
      running.put(
          KAFKA,
          threads.submit(
              () -> {
                Verdict verdict = verdict(() -> kafka(spec));
                if (!verdict.isTrue()) {
                  kafkaErrors.increment();
                }
                return verdict;
              }));
      Map<String, Verdict> verdicts = new LinkedHashMap<>();
      running.forEach((type, result) -> verdicts.put(type, settled(result)));
      return verdicts;
    }
  }

  /** Where people make the logins, the operator has none to ask with but those of events. */
  private void postgres(TicketPlatformSpec spec) {
    PostgresAccount account = credentials.postgres(spec);
    if (spec.postgres().credentials() == Credentials.FromSecret) {
      Doors.knock("PostgreSQL", "spec.postgres.host and port", account.place());
    } else {
      postgres.check(account);
    }
  }

  private void redis(TicketPlatformSpec spec) {
    if (spec.redis().credentials() == Credentials.FromSecret) {
      spec.redis()
          .endpoints()
          .forEach(endpoint -> Doors.knock("Redis", "spec.redis.endpoints", endpoint));
    } else {
      redis.check(credentials.redis(spec));
    }
  }

  private List<String> kafka(TicketPlatformSpec spec) {
    if (spec.kafka().credentials() == Credentials.FromSecret) {
      Doors.knock(
          "Kafka",
          "spec.kafka.bootstrapServers",
          spec.kafka().bootstrapServers().split(",", -1)[0]);
      return List.of();
    }
    return topics.provision(credentials.kafka(spec), topicSettings(spec));
  }

  /**
   * @param check answers with what differs and does not stand in the way
   */
  private static Verdict verdict(Supplier<List<String>> check) {
    try {
      List<String> differences = check.get();
      return Verdict.yes(
          Reason.Reachable,
          differences.isEmpty()
              ? "The store answers and accepts the operator's login"
              : "The store answers; " + String.join("; ", differences));
    } catch (StoreFailure e) {
      return Verdict.no(e.reason(), String.valueOf(e.getMessage()));
    }
  }

  private static Verdict settled(Future<Verdict> result) {
    Supplier<Verdict> interrupted =
        () ->
            Verdict.unknown(
                Reason.Stopping, "The operator is stopping; it asks again when it is back");
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return interrupted.get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("A probe failed in an unforeseen way", e.getCause());
    }
  }

  private static TopicSettings topicSettings(TicketPlatformSpec spec) {
    KafkaStore.Topics topics = spec.kafka().topics();
    return new TopicSettings(
        topics.partitions(),
        topics.replication(),
        topics.minInSync(),
        ApiTimes.duration(topics.retention()));
  }
}
