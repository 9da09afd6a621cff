package dev.onsale.booking.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.database.Database;
import dev.onsale.booking.sale.Sale;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.testbed.stores.EmbeddedKafka;
import dev.onsale.testbed.stores.Stores;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxRelayTest {
  private static final URI SOURCE = URI.create("/v1/events/concerts/aurora");

  private final String topic = "events-" + UUID.randomUUID();
  private Sale sale;
  private Database database;
  private Outbox outbox;
  private EmbeddedKafka kafka;

  @BeforeEach
  void open() throws Exception {
    sale = Sale.inPostgres(Stores.shared().postgres(), 1);
    database = sale.database(4);
    outbox = new Outbox(database);
    kafka = Stores.shared().kafka();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(topic, 3, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  @AfterEach
  void close() throws Exception {
    sale.close();
  }

  @Test
  void everyEventReachesKafkaOnceAndThoseOfOneOrderInOrder() {
    List<UUID> orders = append(20, 5);

    try (EventSink sink = sink(kafka.bootstrapServers())) {
      new OutboxRelay(outbox, sink).run(1);
    }

    List<ConsumerRecord<String, String>> records = read(100);
    assertThat(records).extracting(record -> header(record, "ce_id")).doesNotHaveDuplicates();
    for (UUID order : orders) {
      assertThat(records.stream().filter(record -> record.key().equals(order.toString())))
          .extracting(record -> header(record, "ce_type"))
          .containsExactly("step.0", "step.1", "step.2", "step.3", "step.4");
    }
    assertThat(outbox.lag().rows()).isZero();
  }

  @Test
  void anEventIsACloudEventWithoutAnythingPersonal() {
    append(1, 1);

    try (EventSink sink = sink(kafka.bootstrapServers())) {
      new OutboxRelay(outbox, sink).run(1);
    }

    ConsumerRecord<String, String> record = read(1).getFirst();
    assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
    assertThat(header(record, "ce_source")).isEqualTo(SOURCE.toString());
    assertThat(header(record, "ce_subject")).isEqualTo(record.key());
    assertThat(header(record, "content-type")).isEqualTo("application/json");
    assertThat(record.value()).isEqualTo("{\"n\": 0}");
  }

  @Test
  void whatALeaderSentAndDidNotMarkIsSentAgainUnderTheSameId() {
    append(1, 3);
    EventSink forgetful =
        new EventSink() {
          private final EventSink kafka = sink(OutboxRelayTest.this.kafka.bootstrapServers());

          @Override
          public List<Outbox.Waiting> send(List<Outbox.Waiting> rows) {
            kafka.send(rows);
            throw new IllegalStateException("died before marking");
          }

          @Override
          public void close() {
            kafka.close();
          }
        };
    assertThatThrownBy(() -> new OutboxRelay(outbox, forgetful).run(1))
        .isInstanceOf(IllegalStateException.class);
    forgetful.close();

    try (EventSink sink = sink(kafka.bootstrapServers())) {
      new OutboxRelay(outbox, sink).run(2);
    }

    List<ConsumerRecord<String, String>> records = read(4);
    Set<String> ids = new HashSet<>();
    List<String> firstSeen =
        records.stream()
            .filter(record -> ids.add(header(record, "ce_id")))
            .map(record -> header(record, "ce_type"))
            .toList();
    assertThat(firstSeen).containsExactly("step.0", "step.1", "step.2");
  }

  @Test
  void anEventThatWasRefusedIsNotOvertakenByALaterOneOfItsOrder() {
    append(2, 3);
    List<String> taken = new ArrayList<>();
    Set<Long> refusedOnce = new HashSet<>();
    EventSink wavering =
        new EventSink() {
          @Override
          public List<Outbox.Waiting> send(List<Outbox.Waiting> rows) {
            List<Outbox.Waiting> accepted =
                rows.stream()
                    .filter(row -> !row.type().equals("step.0") || !refusedOnce.add(row.id()))
                    .toList();
            accepted.forEach(row -> taken.add(row.key() + " " + row.type()));
            return accepted;
          }

          @Override
          public void close() {}
        };

    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              new OutboxRelay(outbox, wavering).run(1);
              return outbox.lag().rows() == 0;
            });

    String first = taken.getFirst().split(" ")[0];
    assertThat(taken.stream().filter(one -> one.startsWith(first)))
        .containsExactly(first + " step.0", first + " step.1", first + " step.2");
  }

  @Test
  void whileKafkaIsAwayEventsWaitAndTheLagIsSeen() {
    append(3, 1);
    try (EventSink sink = sink("127.0.0.1:1")) {
      assertThatThrownBy(() -> new OutboxRelay(outbox, sink).run(1))
          .isInstanceOf(EventSinkException.class);
    }

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> outbox.lag().oldest().compareTo(Duration.ZERO) > 0);
    assertThat(outbox.lag().rows()).isEqualTo(3);
  }

  @Test
  void sentEventsAreForgottenAfterAWhileAndWaitingOnesNever() {
    append(2, 1);
    outbox.sent(List.of(outbox.waiting(1).getFirst().id()));

    outbox.forget(Duration.ofSeconds(-1));

    assertThat(outbox.waiting(10)).hasSize(1);
    assertThat(database.sql().sql("SELECT count(*) FROM outbox").query(Long.class).single())
        .isEqualTo(1);
  }

  private List<UUID> append(int orders, int steps) {
    List<UUID> ids = new ArrayList<>();
    for (int order = 0; order < orders; order++) {
      ids.add(UUID.randomUUID());
    }
    for (int step = 0; step < steps; step++) {
      for (UUID id : ids) {
        outbox.append(new SaleEvent(topic, id, "step." + step, Map.of("n", step)));
      }
    }
    return ids;
  }

  private static EventSink sink(String bootstrap) {
    return new KafkaEvents(
        SOURCE,
        new KafkaPlace(
            new RuntimeBoot.Kafka(bootstrap, "PLAINTEXT", null),
            new ConfigFolder(Path.of("no-certificates"))),
        null);
  }

  private List<ConsumerRecord<String, String>> read(int expected) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          List.of(
              new TopicPartition(topic, 0),
              new TopicPartition(topic, 1),
              new TopicPartition(topic, 2));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= Math.max(end, expected);
              });
    }
    return records;
  }

  private static String header(ConsumerRecord<String, String> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
