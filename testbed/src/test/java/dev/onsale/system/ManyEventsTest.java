package dev.onsale.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.testbed.bench.Benchmark;
import dev.onsale.testbed.bench.Row;
import dev.onsale.testbed.bench.reconcile.ReconcileBenchmark;
import dev.onsale.testbed.demo.Steps;
import dev.onsale.testbed.demo.Terminal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code ./onsale bench reconcile}, small: what must hold whatever the machine's speed. */
@Tag("slow")
class ManyEventsTest {

  private static final int EVENTS = 50;

  @Test
  void eventsThatStandCostNoWriteAndEveryEditArrives() throws Exception {
    try (Steps steps = new Steps(new Terminal(System.out, false))) {
      Row row =
          new ReconcileBenchmark(System.getProperty("java.class.path"))
              .run(new Benchmark.Options(1, EVENTS, false), steps);

      assertThat(row.figures())
          .containsEntry("events", EVENTS)
          .containsEntry("writes in them, the lease apart", 0)
          .containsKeys("edit to ConfigMap, p99, ms", "restart to steady state, s");
    }
  }
}
