package dev.onsale.testbed.demo;

import dev.onsale.testbed.install.OperatorInstall;
import dev.onsale.testbed.process.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A demo with everything around it: the cluster, evidence of failures, the report's file. */
public final class DemoSession {
  private final DemoOptions options;
  private final Terminal terminal;

  public DemoSession(DemoOptions options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  /** Starts a cluster. */
  public interface Provider<C extends Cluster> {
    C start(Steps steps) throws Exception;
  }

  /** What to do with a cluster whose demo is over, instead of ending it. */
  public interface Keeper<C extends Cluster> {
    void keep(C cluster);
  }

  /**
   * Runs the demo from nothing to the written report.
   *
   * @param keeper called in the place of closing when the options ask to keep the cluster
   */
  public <C extends Cluster> Report run(
      Provider<C> provider, Keeper<C> keeper, Demo.DuringSale during) throws Exception {
    try (var steps = new Steps(terminal)) {
      var demo = new Demo(options, terminal, steps);
      C cluster = provider.start(steps);
      boolean kept = false;
      try {
        Report report = onto(cluster, demo, steps, during);
        if (options.keep()) {
          keeper.keep(cluster);
          kept = true;
        }
        return report;
      } finally {
        if (!kept) {
          steps.run("Cleaning up", cluster::close);
        }
        terminal.say("  all in " + Terminal.elapsed(steps.total()));
      }
    }
  }

  private Report onto(Cluster cluster, Demo demo, Steps steps, Demo.DuringSale during)
      throws Exception {
    try {
      Installation.onto(cluster, steps);
      Report report = demo.run(cluster, during);
      if (options.report() instanceof Path file) {
        report.write(file);
        terminal.say("  report: " + file.toAbsolutePath());
      }
      if (!report.isSuccess()) {
        saveEvidence(cluster, demo);
      }
      return report;
    } catch (Exception e) {
      saveEvidence(cluster, demo);
      throw e;
    }
  }

  private void saveEvidence(Cluster cluster, Demo demo) {
    Path folder = Folders.logs().resolve("evidence");
    try {
      new Evidence(cluster.client(), folder)
          .save(List.of(OperatorInstall.NAMESPACE, demo.namespace()));
      terminal.say("  logs of pods, events and objects: " + folder);
    } catch (IOException e) {
      terminal.say("  evidence could not be saved to %s: %s".formatted(folder, e.getMessage()));
    }
  }
}
