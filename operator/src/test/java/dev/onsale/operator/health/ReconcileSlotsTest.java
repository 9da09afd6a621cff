package dev.onsale.operator.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReconcileSlotsTest {

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void noMoreAreAtWorkThanThereAreSlots() throws Exception {
    ReconcileSlots slots = new ReconcileSlots("event", 2, nanos::get);
    AtomicInteger most = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        threads.submit(() -> slots.work(() -> most.accumulateAndGet(slots.working(), Math::max)));
      }
    }
    assertThat(most.get()).isBetween(1, 2);
    assertThat(slots.working()).isZero();
  }

  @Test
  void aFailureFreesItsSlot() {
    ReconcileSlots slots = new ReconcileSlots("event", 1, nanos::get);
    assertThatThrownBy(
            () ->
                slots.work(
                    () -> {
                      throw new IllegalArgumentException("no");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(slots.<String>work(() -> "done")).isEqualTo("done");
    assertThat(slots.failed()).isEqualTo(1);
    assertThat(slots.done()).isEqualTo(1);
  }

  @Test
  void theOldestWorkIsKnown() throws Exception {
    ReconcileSlots slots = new ReconcileSlots("event", 2, nanos::get);
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(
          () ->
              slots.work(
                  () -> {
                    started.countDown();
                    awaitQuietly(end);
                    return true;
                  }));
      started.await();
      nanos.set(7);
      assertThat(slots.longestNanos()).isEqualTo(7);
      end.countDown();
    }
    assertThat(slots.longestNanos()).isZero();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
