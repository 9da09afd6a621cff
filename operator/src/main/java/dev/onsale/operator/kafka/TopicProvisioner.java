package dev.onsale.operator.kafka;

import static dev.onsale.operator.kafka.KafkaAdmin.answer;

import dev.onsale.operator.stores.CheckPace;
import dev.onsale.operator.stores.StoreFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the platform's topics where they are missing, and repairs retention and minimum in sync.
 * Partitions and copies of topics that stand are only reported: more partitions would send an
 * order's next record to another one than its last.
 */
public final class TopicProvisioner {

  public static final List<String> TOPICS =
      List.of("payment-events", "reservation-events", "transfer-events", "membership-events");

  private final CheckPace pace;

  /**
   * @param pace how often the topics that stand are compared
   */
  public TopicProvisioner(CheckPace pace) {
    this.pace = pace;
  }

  /**
   * Asks the brokers for their topics, creates the missing ones, and now and then compares the
   * others.
   *
   * @return what differs and stays, for people
   * @throws StoreFailure if the brokers do not answer or refuse
   */
  public List<String> provision(KafkaAccount account, TopicSettings settings) {
    return KafkaAdmin.with(
        account,
        admin -> {
          Set<String> existing = answer(admin.listTopics().names());
          List<String> missing =
              TOPICS.stream().filter(topic -> !existing.contains(topic)).toList();
          if (!missing.isEmpty()) {
            create(admin, missing, settings);
          }
          String platform = account.bootstrapServers();
          List<String> found =
              pace.due(platform, settings)
                  ? compare(admin, TOPICS.stream().filter(existing::contains).toList(), settings)
                  : null;
          return pace.done(platform, settings, found);
        });
  }

  private static void create(Admin admin, List<String> missing, TopicSettings settings)
      throws InterruptedException, ExecutionException, TimeoutException {
    int brokers = answer(admin.describeCluster().nodes()).size();
    List<NewTopic> topics =
        missing.stream()
            .map(
                name ->
                    new NewTopic(name, settings.partitions(), settings.replicationOn(brokers))
                        .configs(configs(settings, settings.replicationOn(brokers))))
            .toList();
    for (var result : admin.createTopics(topics).values().values()) {
      try {
        answer(result);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private static Map<String, String> configs(TopicSettings settings, int copies) {
    return Map.of(
        TopicConfig.RETENTION_MS_CONFIG, String.valueOf(settings.retention().toMillis()),
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(settings.minInSyncWith(copies)));
  }

  private static List<String> compare(Admin admin, List<String> topics, TopicSettings settings)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<String> stays = new ArrayList<>();
    int brokers = answer(admin.describeCluster().nodes()).size();
    Map<String, TopicDescription> descriptions =
        answer(admin.describeTopics(topics).allTopicNames());
    List<ConfigResource> resources =
        topics.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<ConfigResource, Config> present = answer(admin.describeConfigs(resources).all());
    Map<ConfigResource, List<AlterConfigOp>> repairs = new HashMap<>();
    for (ConfigResource topic : resources) {
      TopicDescription description = Objects.requireNonNull(descriptions.get(topic.name()));
      int partitions = description.partitions().size();
      int copies = description.partitions().getFirst().replicas().size();
      if (partitions != settings.partitions()) {
        stays.add(
            "topic %s has %d partitions, and spec.kafka.topics.partitions asks for %d"
                .formatted(topic.name(), partitions, settings.partitions()));
      }
      if (copies != settings.replicationOn(brokers)) {
        stays.add(
            "topic %s has %d copies, and spec.kafka.topics.replication asks for %d"
                .formatted(topic.name(), copies, settings.replicationOn(brokers)));
      }
      List<AlterConfigOp> changes =
          changes(Objects.requireNonNull(present.get(topic)), configs(settings, copies));
      if (!changes.isEmpty()) {
        repairs.put(topic, changes);
      }
    }
    repair(admin, repairs, stays);
    return List.copyOf(stays);
  }

  private static List<AlterConfigOp> changes(Config present, Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .filter(
            entry -> {
              ConfigEntry found = present.get(entry.getKey());
              return found == null || !entry.getValue().equals(found.value());
            })
        .map(
            entry ->
                new AlterConfigOp(
                    new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
        .toList();
  }

  private static void repair(
      Admin admin, Map<ConfigResource, List<AlterConfigOp>> repairs, List<String> stays)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (repairs.isEmpty()) {
      return;
    }
    try {
      answer(admin.incrementalAlterConfigs(Map.copyOf(repairs)).all());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicAuthorizationException)) {
        throw e;
      }
      repairs.forEach(
          (topic, changes) ->
              stays.add(
                  "topic %s differs in %s, and the operator may not alter it"
                      .formatted(
                          topic.name(),
                          changes.stream().map(change -> change.configEntry().name()).toList())));
    }
  }
}
