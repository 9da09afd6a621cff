package dev.onsale.kubectl;

import dev.onsale.operator.conditions.Reason;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Says what a reason of a condition means and what to do; without one it lists them.")
final class ExplainCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "REASON",
      arity = "0..1",
      description = "As the REASON column or a condition says it.")
  private @Nullable String name;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    String asked = name;
    if (asked == null) {
      Stream.of(Reason.values())
          .forEach(reason -> out.printf("%-24s %s%n", reason.name(), reason.cause()));
      return CommandLine.ExitCode.OK;
    }
    out.print(page(find(asked)));
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private static Reason find(String asked) {
    return Stream.of(Reason.values())
        .filter(reason -> reason.name().equalsIgnoreCase(asked))
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    "no reason \"%s\"%s; kubectl onsale explain lists all"
                        .formatted(asked, similar(asked))));
  }

  private static String similar(String asked) {
    String lower = asked.toLowerCase(Locale.ROOT);
    String found =
        Stream.of(Reason.values())
            .map(Reason::name)
            .filter(name -> name.toLowerCase(Locale.ROOT).contains(lower))
            .collect(Collectors.joining(", "));
    return found.isEmpty() ? "" : "; did you mean " + found;
  }

  private static String page(Reason reason) {
    return """
    %s
      %s%s
      Cause    %s
      Fix      %s
      Command  %s
    """
        .formatted(
            reason.name(),
            switch (reason.severity()) {
              case News -> "News: nobody need act.";
              case Progress -> "On its way: the operator goes on by itself.";
              case NeedsAPerson -> "Needs a person.";
            },
            reason.conditions().isEmpty()
                ? ""
                : " Conditions: " + String.join(", ", reason.conditions()),
            reason.cause(),
            reason.fix(),
            reason.command());
  }
}
