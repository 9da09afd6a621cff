package dev.onsale.testbed.bench.reconcile;

import dev.onsale.testbed.bench.Benchmark;
import dev.onsale.testbed.bench.Row;
import dev.onsale.testbed.demo.Steps;

/**
 * Many events on one control plane. The events arrive in as many waves as there are rounds, each
 * followed or preceded by as many of the bare client; all stay, so the last wave comes on top of
 * the others. Then nothing is written, edits arrive, and the operator is restarted.
 */
public final class ReconcileBenchmark implements Benchmark {

  private final String operatorClassPath;

  public ReconcileBenchmark() {
    this(OperatorProcess.packaged());
  }

  /**
   * @param operatorClassPath what the operator's JVM runs
   */
  public ReconcileBenchmark(String operatorClassPath) {
    this.operatorClassPath = operatorClassPath;
  }

  @Override
  public String name() {
    return "reconcile";
  }

  @Override
  public String description() {
    return "1,000 events until all are ready, against a bare client that asks for the same";
  }

  @Override
  public Row run(Options options, Steps steps) throws Exception {
    try (Arena arena = steps.call("Control plane and stores", Arena::start);
        OperatorProcess operator =
            steps.call(
                "The operator in its own JVM",
                () -> OperatorProcess.start(arena.operatorsKubeconfig(), operatorClassPath));
        ApiClient user = arena.client("admin");
        ApiClient bareApi = arena.client(Arena.BARE_CLIENT);
        Kubelet kubelet = new Kubelet(arena.user, user);
        Events events = new Events(arena.user);
        BareClient bare =
            steps.call(
                "One event, recorded", () -> new Recorder(arena, events).record(user, bareApi))) {
      var run = new ReconcileRun(arena, operator, user, events, bare, options, steps);
      return run.measure(new Waves(arena, user, events, kubelet));
    }
  }
}
