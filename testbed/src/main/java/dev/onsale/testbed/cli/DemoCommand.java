package dev.onsale.testbed.cli;

import dev.onsale.testbed.demo.ContextCluster;
import dev.onsale.testbed.demo.Demo;
import dev.onsale.testbed.demo.DemoOptions;
import dev.onsale.testbed.demo.DemoSession;
import dev.onsale.testbed.demo.LocalCluster;
import dev.onsale.testbed.demo.Report;
import dev.onsale.testbed.demo.RunningCluster;
import dev.onsale.testbed.demo.Terminal;
import dev.onsale.testbed.install.InstallFailure;
import dev.onsale.testbed.process.Folders;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Sells out an event on a real cluster and audits the sale.",
      "Exits 1 if a promise was broken or seats are left, 2 on wrong options."
    })
final class DemoCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--buyers",
      defaultValue = "2000",
      description = "Size of the crowd (${DEFAULT-VALUE}).")
  private int buyers;

  @Option(names = "--event", description = "File with a TicketEvent (examples/theatre.yaml).")
  private @Nullable Path event;

  @Option(names = "--keep", description = "Leave everything running; ./onsale down ends it.")
  private boolean keep;

  @Option(names = "--report", description = "Write what was found to this file, as JSON.")
  private @Nullable Path report;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of all the buyers decide (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--context",
      description = "Use this context of the kubeconfig instead of a node on this machine.")
  private @Nullable String context;

  @Option(
      names = "--registry",
      description =
          "With --context: host:port of a registry we push to and the cluster pulls from.")
  private @Nullable String registry;

  @Option(
      names = "--platform",
      description = "With --context: file with the TicketPlatform and its secrets.")
  private @Nullable Path platform;

  @Override
  public Integer call() throws Exception {
    checkOptions();
    Path file = event == null ? Folders.checkout().resolve("examples/theatre.yaml") : event;
    var terminal = Terminal.standard();
    var session = new DemoSession(new DemoOptions(buyers, file, keep, report, seed), terminal);
    Report outcome =
        context == null ? onThisMachine(session, terminal) : onContext(session, context);
    if (!outcome.isSuccess()) {
      terminal.say(
          outcome.breaches().isEmpty()
              ? "onsale: %d of %d seats were sold".formatted(outcome.sold(), outcome.capacity())
              : "onsale: promises were broken, see above");
      return 1;
    }
    return 0;
  }

  private Report onThisMachine(DemoSession session, Terminal terminal) throws Exception {
    if (keep && RunningCluster.find().isPresent()) {
      throw new InstallFailure(
          "a kept cluster is running already; ./onsale down ends it, or leave out --keep");
    }
    return session.run(
        LocalCluster::start,
        cluster -> {
          var kept = RunningCluster.keep(cluster);
          terminal.say(KeptCluster.inWords(kept));
        },
        Demo.DuringSale.NOTHING);
  }

  private Report onContext(DemoSession session, String name) throws Exception {
    if (registry == null || platform == null) {
      throw new ParameterException(
          commandLine(), "--context needs --registry REF and --platform FILE");
    }
    String reference = registry;
    Path file = platform;
    return session.run(
        steps -> {
          var config = ContextCluster.context(name);
          var images =
              steps.call("Images to " + reference, () -> ContextCluster.ImageNames.push(reference));
          return new ContextCluster(config, file, images);
        },
        ContextCluster::close,
        Demo.DuringSale.NOTHING);
  }

  private void checkOptions() {
    if (buyers < 1) {
      throw new ParameterException(commandLine(), "--buyers is %d; at least 1".formatted(buyers));
    }
    if (context == null && (registry != null || platform != null)) {
      throw new ParameterException(commandLine(), "--registry and --platform need --context");
    }
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine();
  }
}
