package dev.onsale.testbed.cli;

import dev.onsale.testbed.demo.Installation;
import dev.onsale.testbed.demo.LocalCluster;
import dev.onsale.testbed.demo.RunningCluster;
import dev.onsale.testbed.demo.Steps;
import dev.onsale.testbed.demo.Terminal;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts a local node, the stores, the operator and a platform, and leaves them.")
final class UpCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    var terminal = Terminal.standard();
    Optional<RunningCluster> running = RunningCluster.find();
    if (running.isPresent()) {
      terminal.say("onsale: one is running already." + "\n" + KeptCluster.inWords(running.get()));
      return 1;
    }
    try (var steps = new Steps(terminal)) {
      LocalCluster cluster = LocalCluster.start(steps);
      try {
        Installation.onto(cluster, steps);
      } catch (Exception e) {
        cluster.close();
        throw e;
      }
      terminal.say(KeptCluster.inWords(RunningCluster.keep(cluster)));
    }
    return 0;
  }
}
