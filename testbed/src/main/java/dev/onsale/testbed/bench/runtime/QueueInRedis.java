package dev.onsale.testbed.bench.runtime;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The event's waiting room as Redis has it, for a crowd that nobody has to wait for. */
final class QueueInRedis implements AutoCloseable {
  /** A place beyond all that a run gives. */
  static final int EVERYBODY = 100_000_000;

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final EventOnSale event;
  private final RedisClient client;
  final StatefulRedisConnection<String, String> connection;

  QueueInRedis(EventOnSale event) {
    this.event = event;
    client =
        RedisClient.create(
            RedisURI.builder()
                .withHost(event.redis.host())
                .withPort(event.redis.port())
                .withAuthentication(
                    event.redis.admin().user(), event.redis.admin().password().toCharArray())
                .build());
    connection = client.connect();
  }

  /** That many stand in the lane, and the process knows it. */
  void waiting(int people) throws InterruptedException {
    connection.sync().hset(key(), "tail:0", String.valueOf(people));
    awaitStatus("\"tail\":" + (people + 1));
  }

  /** It is everybody's turn, also of those who will come: calling them is not measured here. */
  void serveEverybody() throws InterruptedException {
    connection.sync().hset(key(), "cutoff:0", String.valueOf(EVERYBODY));
    awaitStatus("\"cutoff\":" + (EVERYBODY + 1));
  }

  private void awaitStatus(String text) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!status().contains(text)) {
      rest(deadline, "the status does not say " + text);
    }
  }

  private static void rest(long deadline, String failure) throws InterruptedException {
    if (System.nanoTime() > deadline) {
      throw new IllegalStateException(failure + " within " + PATIENCE.toSeconds() + " s");
    }
    TimeUnit.MILLISECONDS.sleep(200);
  }

  private String key() {
    return key("queue");
  }

  /** The whole name of one of the event's keys. */
  String key(String name) {
    return "{%s}:%s:%s".formatted(event.boot.storeKey(), found("\"epoch\":(\\d+)"), name);
  }

  private String found(String pattern) {
    String status = status();
    Matcher matcher = Pattern.compile(pattern).matcher(status);
    if (!matcher.find()) {
      throw new IllegalStateException("the status is " + status);
    }
    return matcher.group(1);
  }

  private String status() {
    try (Load load = new Load(event.port, 1)) {
      return load.once(new Requests(event).status());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
