package dev.onsale.testbed.cli;

import dev.onsale.testbed.demo.RunningCluster;
import dev.onsale.testbed.demo.Steps;
import dev.onsale.testbed.demo.Terminal;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Ends what ./onsale up or demo --keep left running; fine when nothing is.")
final class DownCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    var terminal = Terminal.standard();
    Optional<RunningCluster> running = RunningCluster.read();
    if (running.isEmpty()) {
      terminal.say("onsale: nothing of ours is running");
      return 0;
    }
    try (var steps = new Steps(terminal)) {
      steps.run("Ending the local node and its stores", () -> running.get().end());
    }
    return 0;
  }
}
