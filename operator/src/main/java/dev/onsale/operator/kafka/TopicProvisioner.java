package dev.onsale.operator.kafka;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.stores.StoreFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the platform's topics where they are missing. Topics that stand are left as they are:
 * partitions and retention of existing data are the platform team's to change. Every call takes at
 * most 10 s.
 */
public final class TopicProvisioner {

  public static final List<String> TOPICS =
      List.of("payment-events", "reservation-events", "transfer-events", "membership-events");

  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int REQUEST_MILLIS = 5_000;

  /**
   * Asks the brokers for their topics, and creates the missing ones.
   *
   * @return names of the topics created
   * @throws StoreFailure if the brokers do not answer or refuse
   */
  public List<String> provision(KafkaAccount account, TopicSettings settings) {
    try (Admin admin = Admin.create(properties(account))) {
      Set<String> existing = admin.listTopics().names().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
      List<String> missing = TOPICS.stream().filter(topic -> !existing.contains(topic)).toList();
      if (!missing.isEmpty()) {
        create(admin, missing, settings);
      }
      return missing;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreFailure(Reason.Unreachable, "The operator is stopping", e);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw classify(account, e);
    }
  }

  private static void create(Admin admin, List<String> missing, TopicSettings settings)
      throws InterruptedException, ExecutionException, TimeoutException {
    int brokers = admin.describeCluster().nodes().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).size();
    Map<String, String> configs = new HashMap<>();
    configs.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(settings.retention().toMillis()));
    configs.put(
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(settings.minInSyncOn(brokers)));
    List<NewTopic> topics =
        missing.stream()
            .map(
                name ->
                    new NewTopic(name, settings.partitions(), settings.replicationOn(brokers))
                        .configs(configs))
            .toList();
    for (var result : admin.createTopics(topics).values().values()) {
      try {
        result.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private static Map<String, Object> properties(KafkaAccount account) {
    return Map.of(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
        account.bootstrapServers(),
        AdminClientConfig.CLIENT_ID_CONFIG,
        "onsale-operator",
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
        REQUEST_MILLIS,
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        TIMEOUT_MILLIS,
        AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
        "2000");
  }

  private static StoreFailure classify(KafkaAccount account, Exception failure) {
    Throwable cause =
        failure instanceof ExecutionException e && e.getCause() != null ? e.getCause() : failure;
    return switch (cause) {
      case AuthenticationException e ->
          new StoreFailure(
              Reason.AuthenticationFailed,
              "Kafka at %s refuses the operator; check spec.kafka.adminSecretRef"
                  .formatted(account.bootstrapServers()),
              e);
      case AuthorizationException e ->
          new StoreFailure(
              Reason.PermissionDenied,
              "Kafka at %s lets the operator not create topics; allow it, or create %s"
                  .formatted(account.bootstrapServers(), TOPICS),
              e);
      case org.apache.kafka.common.errors.RetriableException e -> unreachable(account, e);
      case TimeoutException e -> unreachable(account, e);
      case org.apache.kafka.common.config.ConfigException e -> unreachable(account, e);
      default ->
          cause.getMessage() != null && cause.getMessage().startsWith("Failed to create")
              ? unreachable(account, cause)
              : new StoreFailure(
                  Reason.Refused,
                  "Kafka at %s answered: %s"
                      .formatted(account.bootstrapServers(), cause.getMessage()),
                  cause);
    };
  }

  private static StoreFailure unreachable(KafkaAccount account, Throwable cause) {
    return new StoreFailure(
        Reason.Unreachable,
        "Kafka at %s does not answer; check spec.kafka.bootstrapServers, and that it runs"
            .formatted(account.bootstrapServers()),
        cause);
  }
}
