package dev.onsale.booking.outbox;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.config.LoggedIn;
import dev.onsale.booking.outbox.Outbox.Waiting;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeLogins;
import dev.onsale.runtime.RuntimeLogins.Login;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.CloudEventSerializer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends outbox rows as CloudEvents 1.0 in binary content mode, keyed by order, with an idempotent
 * producer of bounded memory that waits 15 s at most for an acknowledgement.
 */
public final class KafkaEvents implements EventSink, LoggedIn {
  private static final int BUFFER_BYTES = 8 * 1024 * 1024;

  private final URI source;
  private final KafkaPlace place;
  private volatile @Nullable Login login;
  private @Nullable KafkaProducer<String, CloudEvent> producer;

  /**
   * @param source the event's path, as CloudEvents' {@code source}
   * @param place where Kafka is
   * @param login who sends; null where Kafka asks for nobody
   */
  public KafkaEvents(URI source, KafkaPlace place, @Nullable Login login) {
    this.source = source;
    this.place = place;
    this.login = login;
  }

  /** Of the event that {@code boot} names. */
  public static KafkaEvents of(RuntimeBoot boot, ConfigFolder folder, RuntimeLogins logins) {
    URI source = URI.create("/v1/events/" + boot.namespace() + "/" + boot.name());
    return new KafkaEvents(source, new KafkaPlace(boot.kafka(), folder), logins.kafka());
  }

  /** What is being sent is acknowledged first; the next rows go out under the new login. */
  @Override
  public void changeTo(RuntimeLogins logins) {
    // Not under the lock: while Kafka is away a sender holds it for long.
    if (!Objects.equals(login, logins.kafka())) {
      changeTo(logins.kafka());
    }
  }

  private synchronized void changeTo(@Nullable Login other) {
    login = other;
    close();
  }

  @Override
  public synchronized List<Waiting> send(List<Waiting> rows) {
    List<Future<?>> answers = new ArrayList<>();
    List<Waiting> acknowledged = new ArrayList<>();
    KafkaException failure = null;
    try {
      KafkaProducer<String, CloudEvent> kafka = producer();
      for (Waiting row : rows) {
        Future<?> answer = kafka.send(new ProducerRecord<>(row.topic(), row.key(), event(row)));
        answers.add(answer);
        if (answer.isDone() && answer.state() == Future.State.FAILED) {
          // Each further row would wait as long for brokers that are away.
          break;
        }
      }
      kafka.flush();
    } catch (KafkaException away) {
      failure = away;
    }
    for (int i = 0; i < answers.size(); i++) {
      try {
        answers.get(i).get();
        acknowledged.add(rows.get(i));
      } catch (ExecutionException away) {
        failure = new KafkaException("not acknowledged", away.getCause());
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    if (acknowledged.isEmpty() && failure != null) {
      throw new EventSinkException("Kafka is away: " + failure.getMessage(), failure);
    }
    return acknowledged;
  }

  @Override
  public synchronized void close() {
    KafkaProducer<String, CloudEvent> open = producer;
    producer = null;
    if (open != null) {
      open.close(Duration.ofSeconds(2));
    }
  }

  private KafkaProducer<String, CloudEvent> producer() {
    KafkaProducer<String, CloudEvent> open = producer;
    if (open == null) {
      Map<String, Object> config = new java.util.HashMap<>(place.settings(login));
      config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
      config.put(ProducerConfig.ACKS_CONFIG, "all");
      config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
      config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
      config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
      config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
      config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
      config.put(ProducerConfig.CLIENT_ID_CONFIG, "onsale-outbox");
      config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
      open = new KafkaProducer<>(config, new StringSerializer(), new CloudEventSerializer());
      producer = open;
    }
    return open;
  }

  private CloudEvent event(Waiting row) {
    return CloudEventBuilder.v1()
        .withId(row.eventId().toString())
        .withSource(source)
        .withType(row.type())
        .withSubject(row.key())
        .withTime(row.at().atOffset(ZoneOffset.UTC))
        .withData("application/json", row.data().getBytes(StandardCharsets.UTF_8))
        .build();
  }
}
