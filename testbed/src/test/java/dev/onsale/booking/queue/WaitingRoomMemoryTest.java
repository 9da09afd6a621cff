package dev.onsale.booking.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Line;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.identity.Identity;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Redis has to remember of a million people who wait. */
class WaitingRoomMemoryTest {
  private static final int PEOPLE = 1_000_000;
  private static final int AT_ONCE = 1_000;
  private static final long MOST = 1_000_000;

  @Test
  void aMillionPlacesTakeLessThanAMegabyte() {
    try (SaleInRedis sale = SaleInRedis.opened(Terms.GENEROUS)) {
      join(sale);

      assertThat(sale.queue.counts().waiting()).isEqualTo(PEOPLE);
      assertThat(bytes(sale, "Fifo")).isLessThanOrEqualTo(MOST);
    }
  }

  @Test
  void aMillionWhoRegisteredForADrawTakeLessThanAMegabyte() {
    Line draw =
        new Line("Draw", null, new Committed(), Duration.ofMinutes(5), Duration.ofMinutes(6));
    try (SaleInRedis sale = new SaleInRedis(Terms.GENEROUS, draw).open(1)) {
      join(sale);

      assertThat(sale.queue.counts().waiting()).isBetween(PEOPLE * 95 / 100L, PEOPLE * 105 / 100L);
      assertThat(bytes(sale, "Draw")).isLessThanOrEqualTo(MOST);
    }
  }

  private static void join(SaleInRedis sale) {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int joined = 0; joined < PEOPLE; joined += AT_ONCE) {
      List<Identity> together =
          Stream.generate(SaleInRedis::buyer).limit(AT_ONCE).map(Identity::of).toList();
      answers.add(sale.queue.join(together));
      if (answers.size() == 50) {
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
        answers.clear();
      }
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
  }

  /** Of all keys of the event: seats and queue, whatever they are. */
  private static long bytes(SaleInRedis sale, String mode) {
    RedisClient client = RedisClient.create(sale.server.uri());
    try (var connection = client.connect()) {
      var redis = connection.sync();
      long sum = 0;
      var keys =
          ScanIterator.scan(redis, ScanArgs.Builder.matches(sale.prefix() + "*").limit(1_000));
      while (keys.hasNext()) {
        Long usage = redis.memoryUsage(keys.next());
        sum += usage == null ? 0 : usage;
      }
      System.out.printf("%,d waiting in %s take %,d bytes of Redis%n", PEOPLE, mode, sum);
      return sum;
    } finally {
      client.shutdown();
    }
  }

  private record Committed() implements Lots {
    @Override
    public Optional<String> commitment() {
      return Optional.of("committed");
    }

    @Override
    public OptionalLong number(String identity) {
      return OptionalLong.empty();
    }

    @Override
    public Optional<String> seed() {
      return Optional.empty();
    }

    @Override
    public boolean drawn() {
      return false;
    }
  }
}
