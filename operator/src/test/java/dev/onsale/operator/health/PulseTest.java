package dev.onsale.operator.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PulseTest {

  private final AtomicLong nanos = new AtomicLong();
  private final ReconcileSlots slots = new ReconcileSlots("ticketevent", 2, nanos::get);

  @Test
  void aReconciliationThatHangsEndsTheProcess() {
    Pulse pulse = new Pulse(List.of(slots), () -> true);
    Optional<String> illness =
        slots.work(
            () -> {
              nanos.addAndGet(Pulse.LONGEST_WORK.plusSeconds(1).toNanos());
              return pulse.illness();
            });
    assertThat(illness).hasValueSatisfying(what -> assertThat(what).contains("ticketevent"));
    assertThat(pulse.illness()).isEmpty();
  }

  @Test
  void whereThereAreObjectsSomethingMustEnd() {
    Pulse pulse = new Pulse(List.of(slots), () -> true);
    nanos.addAndGet(Pulse.LONGEST_QUIET.plus(Duration.ofSeconds(1)).toNanos());
    assertThat(pulse.illness()).isPresent();
    assertThat(slots.<Integer>work(() -> 1)).isEqualTo(1);
    assertThat(pulse.illness()).isEmpty();
  }

  @Test
  void aStandbyMayBeQuiet() {
    nanos.addAndGet(Duration.ofDays(1).toNanos());
    assertThat(new Pulse(List.of(slots), () -> false).illness()).isEmpty();
  }
}
