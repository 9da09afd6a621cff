package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.kafka.TopicProvisioner;
import dev.onsale.testbed.stores.EmbeddedKafka;
import dev.onsale.testbed.stores.Login;
import dev.onsale.testbed.stores.TestAuthority;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Brokers that ask who we are, whose topics somebody changes, or that are exchanged. */
@Tag("slow")
class KafkaTest {

  private static final String PLATFORM = "kafka-platform";
  private static final String RETENTION = "retention.ms";
  private static final String SEVEN_DAYS = String.valueOf(Duration.ofDays(7).toMillis());

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @AfterEach
  void remove() {
    for (TicketEvent event :
        world.user.resources(TicketEvent.class).inNamespace(namespace).list().getItems()) {
      world.event(namespace, event.getMetadata().getName()).delete();
      world.awaitGone(namespace, event.getMetadata().getName());
    }
    world.user.resources(TicketPlatform.class).withName(PLATFORM).delete();
    await()
        .atMost(World.PATIENCE)
        .until(() -> world.user.resources(TicketPlatform.class).withName(PLATFORM).get() == null);
  }

  @Test
  void brokersThatAskForACertificateSeeTheOperatorsOwn() throws Exception {
    try (TestAuthority authority = TestAuthority.create();
        TestAuthority another = TestAuthority.create()) {
      TestAuthority.Issued operator = authority.issue("operator");
      try (EmbeddedKafka kafka =
          EmbeddedKafka.mutual(authority, authority.issue("kafka"), operator)) {
        world.authority("mutual-ca", authority.pem());
        certificate(World.OPERATOR_NAMESPACE, "mutual-operator", "tls", another.issue("operator"));
        platform(
            kafka,
            "security: {protocol: Ssl, caSecretRef: {name: mutual-ca}}, adminSecretRef: {name: mutual-operator}");
        assertThat(world.awaitPlatform(PLATFORM, "KafkaReachable", "False", "Untrusted"))
            .contains("the operator's own");

        certificate(World.OPERATOR_NAMESPACE, "mutual-operator", "tls", operator);
        world.awaitPlatform(PLATFORM, "KafkaReachable", "True", "Reachable");
        assertThat(topics(kafka.client(operator))).containsAll(TopicProvisioner.TOPICS);
      }
    }
  }

  @Test
  void aCertificateThatPeopleGiveAnEventReachesItsPods() throws Exception {
    try (TestAuthority authority = TestAuthority.create();
        EmbeddedKafka kafka =
            EmbeddedKafka.mutual(
                authority, authority.issue("kafka"), authority.issue("operator"))) {
      TestAuthority.Issued event = authority.issue("event");
      world.authority("mutual-ca", authority.pem());
      platform(
          kafka,
          "credentials: FromSecret, security: {protocol: Ssl, caSecretRef: {name: mutual-ca}}");
      world.create(Manifests.event(namespace, "shown", PLATFORM, "Retain", "1h"));
      assertThat(
              World.message(
                  world.awaitCondition(
                      namespace, "shown", "DataProvisioned", "Unknown", "CredentialsMissing"),
                  "DataProvisioned"))
          .contains("shown-credentials");

      certificate(namespace, "shown-credentials", "kafka-tls", event);
      world.awaitProvisioned(namespace, "shown");

      Map<String, String> files =
          world.user.secrets().inNamespace(namespace).withName("shown-runtime").require().getData();
      assertThat(decoded(files.get("kafka-tls.crt")))
          .isEqualTo(Files.readString(event.certificate()));
      assertThat(decoded(files.get("kafka-tls.key"))).isEqualTo(Files.readString(event.key()));
      assertThat(decoded(files.get("kafka-ca.crt"))).isEqualTo(authority.pem());
    }
  }

  @Test
  void whatDiffersInATopicIsRepairedOrSaid() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        Admin admin = Admin.create(kafka.client((Login) null))) {
      admin.createTopics(List.of(new NewTopic("transfer-events", 1, (short) 1))).all().get();
      platform(kafka, "");
      assertThat(world.awaitPlatform(PLATFORM, "KafkaReachable", "True", "Reachable"))
          .contains("topic transfer-events has 1 partitions", "spec.kafka.topics.partitions");

      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "payment-events");
      admin
          .incrementalAlterConfigs(
              Map.of(
                  topic,
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry(RETENTION, "1000"), AlterConfigOp.OpType.SET))))
          .all()
          .get();
      admin.deleteTopics(List.of("reservation-events")).all().get();

      await()
          .atMost(World.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(setting(admin, "payment-events")).isEqualTo(SEVEN_DAYS);
                assertThat(admin.listTopics().names().get()).contains("reservation-events");
              });
    }
  }

  @Test
  void emptyBrokersInTheOldOnesPlaceGetTopicsUsersAndRightsAgain() throws Exception {
    try (TestAuthority authority = TestAuthority.create();
        EmbeddedKafka kafka = EmbeddedKafka.encrypted(authority, authority.issue("kafka"))) {
      Login admin = Objects.requireNonNull(kafka.admin());
      world.authority("mutual-ca", authority.pem());
      world.secret("exchanged-kafka", admin);
      platform(
          kafka,
          "security: {protocol: SaslSsl, mechanism: ScramSha512, caSecretRef: {name: mutual-ca}}, adminSecretRef: {name: exchanged-kafka}");
      world.create(Manifests.event(namespace, "bereft", PLATFORM, "Retain", "now"));
      TicketEvent event = world.awaitProvisioned(namespace, "bereft");
      append(kafka, event);

      kafka.exchange();

      await().atMost(World.PATIENCE).ignoreExceptions().untilAsserted(() -> append(kafka, event));
      assertThatThrownBy(() -> send(kafka, event, "elsewhere"))
          .isInstanceOf(ExecutionException.class);
      world.awaitProvisioned(namespace, "bereft");
    }
  }

  private void platform(EmbeddedKafka kafka, String more) {
    world.createPlatform(
        Manifests.platformOf(
            PLATFORM,
            Manifests.plainPostgres(world),
            Manifests.plainRedis(world),
            "{bootstrapServers: \"%s\", topics: {partitions: 3, replication: 1, minInSync: 1}%s}"
                .formatted(kafka.bootstrapServers(), more.isEmpty() ? "" : ", " + more)));
  }

  /** Certificate and key as {@code PREFIX.crt} and {@code PREFIX.key} of a Secret. */
  private void certificate(String in, String name, String prefix, TestAuthority.Issued issued)
      throws IOException {
    world
        .user
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(in)
                .endMetadata()
                .addToStringData(prefix + ".crt", Files.readString(issued.certificate()))
                .addToStringData(prefix + ".key", Files.readString(issued.key()))
                .build())
        .createOr(existing -> existing.update());
  }

  private void append(EmbeddedKafka kafka, TicketEvent event) throws Exception {
    send(kafka, event, "payment-events");
  }

  /** As the event's pods would. */
  private void send(EmbeddedKafka kafka, TicketEvent event, String topic) throws Exception {
    var told = Objects.requireNonNull(world.logins(event).kafka());
    Map<String, Object> client = kafka.client(new Login(told.username(), told.password()));
    client.put("max.block.ms", 5_000);
    try (var producer =
        new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, "order", "paid")).get();
    }
  }

  private static String setting(Admin admin, String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin
        .describeConfigs(List.of(resource))
        .all()
        .get()
        .get(resource)
        .get(RETENTION)
        .value();
  }

  private static Set<String> topics(Map<String, Object> client) throws Exception {
    try (Admin admin = Admin.create(client)) {
      return admin.listTopics().names().get();
    }
  }

  private static String decoded(String data) {
    return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
  }
}
