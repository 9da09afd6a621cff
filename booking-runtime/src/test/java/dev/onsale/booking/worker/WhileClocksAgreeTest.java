package dev.onsale.booking.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.booking.clocks.ClocksApartException;
import dev.onsale.booking.clocks.StoreClocks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WhileClocksAgreeTest {
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void nobodyIsCalledAndNoHoldEndsWhileRedisAndPostgresAreMoreThanFiveSecondsApart() {
    for (long redisAhead : new long[] {-5_200, 5_200, -600_000, 600_000}) {
      assertThatThrownBy(() -> task(true, redisAhead).run(1))
          .isInstanceOf(ClocksApartException.class)
          .hasMessageContaining(redisAhead < 0 ? "behind PostgreSQL's" : "ahead of PostgreSQL's");
    }
    assertThat(runs).hasValue(0);
  }

  @Test
  void aFewSecondsDoNotMatter() {
    for (long redisAhead : new long[] {-4_900, 0, 4_900}) {
      task(true, redisAhead).run(1);
    }
    assertThat(runs).hasValue(3);
  }

  @Test
  void whatEndsNothingByAClockGoesOn() {
    task(false, 600_000).run(1);

    assertThat(runs).hasValue(1);
  }

  private LeaderTask task(boolean needsClocks, long redisAheadMillis) {
    Instant now = Instant.parse("2027-03-01T10:00:00Z");
    StoreClocks clocks = new StoreClocks(() -> now.plusMillis(redisAheadMillis), () -> now);
    return WhileClocksAgree.those(List.of(new Counting(needsClocks, runs)), clocks).getFirst();
  }

  private record Counting(boolean needsAgreeingClocks, AtomicInteger runs) implements LeaderTask {
    @Override
    public String name() {
      return "counting";
    }

    @Override
    public Duration interval() {
      return Duration.ofSeconds(1);
    }

    @Override
    public void run(long term) {
      runs.incrementAndGet();
    }
  }
}
