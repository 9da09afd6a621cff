package dev.onsale.testbed.cli;

import dev.onsale.testbed.bench.BenchReport;
import dev.onsale.testbed.bench.Benchmark;
import dev.onsale.testbed.bench.PerformancePage;
import dev.onsale.testbed.bench.Row;
import dev.onsale.testbed.bench.reconcile.ReconcileBenchmark;
import dev.onsale.testbed.bench.runtime.ClaimBenchmark;
import dev.onsale.testbed.bench.runtime.HoldBenchmark;
import dev.onsale.testbed.bench.runtime.JoinBenchmark;
import dev.onsale.testbed.bench.runtime.StatusBenchmark;
import dev.onsale.testbed.bench.runtime.StreamBenchmark;
import dev.onsale.testbed.demo.Steps;
import dev.onsale.testbed.demo.Terminal;
import dev.onsale.testbed.process.Folders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures ours against a reference in interleaved rounds of the same run.",
      "Without a name it lists the benchmarks.",
      "Exits 1 if a promise was not kept, 2 on wrong options."
    })
final class BenchCommand implements Callable<Integer> {

  private static final List<Benchmark> ALL =
      List.of(
          new ReconcileBenchmark(),
          new JoinBenchmark(),
          new StatusBenchmark(),
          new ClaimBenchmark(),
          new HoldBenchmark(),
          new StreamBenchmark());

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "Benchmarks, one after the other.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--report",
      description = "Write what was measured to this file, as JSON; rows of other benchmarks stay.")
  private @Nullable Path report;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Measured rounds of each side (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--size",
      defaultValue = "0",
      description = {
        "Events of reconcile (1000), clients of stream (10000);",
        "of the others seconds of load a round (3)."
      },
      showDefaultValue = CommandLine.Help.Visibility.NEVER)
  private int size;

  @Option(
      names = "--long",
      description = "The long version: reconcile watches 10 quiet minutes instead of one.")
  private boolean isLong;

  @Option(
      names = "--page",
      description = "Also write the figures into docs/performance.md and docs/performance.json.")
  private boolean page;

  @Override
  public Integer call() throws Exception {
    if (names.isEmpty()) {
      ALL.forEach(
          benchmark -> System.out.printf("%-12s %s%n", benchmark.name(), benchmark.description()));
      return CommandLine.ExitCode.OK;
    }
    List<Benchmark> asked = names.stream().map(this::named).toList();
    if (rounds < 1 || size < 0) {
      throw new ParameterException(
          commandLine(), "--rounds is %d, --size %d; at least 1 each".formatted(rounds, size));
    }
    // before minutes of measuring, not after
    List<Path> files = files();
    for (Path file : files) {
      BenchReport.read(file);
    }
    var terminal = Terminal.standard();
    boolean kept = true;
    for (Benchmark benchmark : asked) {
      Row row = measure(benchmark, terminal);
      terminal.say(inWords(row));
      kept &= row.missed().isEmpty();
      for (Path file : files) {
        BenchReport.read(file).with(List.of(row)).write(file);
      }
    }
    if (page) {
      PerformancePage.write(
          Folders.checkout().resolve("docs/performance.md"), BenchReport.read(figures()));
    }
    return kept ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private Row measure(Benchmark benchmark, Terminal terminal) throws Exception {
    terminal.say("bench %s: %s".formatted(benchmark.name(), benchmark.description()));
    try (var steps = new Steps(terminal)) {
      return benchmark.run(new Benchmark.Options(rounds, size, isLong), steps);
    }
  }

  private static String inWords(Row row) {
    String figures =
        row.figures().entrySet().stream()
            .map(figure -> "  %-52s %s%n".formatted(figure.getKey(), figure.getValue()))
            .collect(Collectors.joining());
    String missed =
        row.missed().stream().map("  NOT KEPT: %s%n"::formatted).collect(Collectors.joining());
    return """

    %s: ours %s %s (%s to %s), reference %s (%s to %s), ratio %s%s
    %s%s\
    """
        .formatted(
            row.name(),
            row.ours(),
            row.unit(),
            row.oursRange().getFirst(),
            row.oursRange().getLast(),
            row.reference(),
            row.referenceRange().getFirst(),
            row.referenceRange().getLast(),
            row.ratio(),
            row.target() == null ? "" : " (promised: " + row.target() + ")",
            figures,
            missed);
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    if (report != null) {
      files.add(report);
    }
    if (page) {
      files.add(figures());
    }
    return files;
  }

  private static Path figures() {
    return Folders.checkout().resolve("docs/performance.json");
  }

  private Benchmark named(String name) {
    return ALL.stream()
        .filter(benchmark -> benchmark.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    commandLine(),
                    "no benchmark \"%s\"; there is: %s"
                        .formatted(
                            name,
                            ALL.stream().map(Benchmark::name).collect(Collectors.joining(", ")))));
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine();
  }
}
