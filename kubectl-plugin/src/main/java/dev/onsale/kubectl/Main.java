package dev.onsale.kubectl;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The plugin: {@code kubectl onsale COMMAND}. */
@Command(
    name = "kubectl onsale",
    mixinStandardHelpOptions = true,
    description = "Looks at ticket on-sales and steers them.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:fine",
      "1:the cluster refused, or what was asked for is not there",
      "2:wrong options",
      "3:fine, and a person must act (status), or the manifest would be refused (plan)"
    },
    subcommands = {
      StatusCommand.class,
      PlanCommand.class,
      ExplainCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      PromoteCommand.class,
      RotateCommand.class,
      LedgerCommand.class
    })
public final class Main {

  /** A person must act. */
  static final int ATTENTION = 3;

  private Main() {}

  /** Runs the plugin as a process. */
  public static void main(String[] arguments) {
    System.exit(
        run(
            new PrintWriter(System.out, true),
            new PrintWriter(System.err, true),
            Clock.systemDefaultZone(),
            arguments));
  }

  /**
   * Runs one command.
   *
   * @param clock its zone is that of the person who reads
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter errors, Clock clock, String... arguments) {
    return new CommandLine(new Main(), new Commands(clock))
        .setOut(out)
        .setErr(errors)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, _, _) -> explain(failure, errors))
        .execute(arguments);
  }

  private static int explain(Exception failure, PrintWriter errors) throws Exception {
    if (failure instanceof Failure) {
      errors.println("error: " + failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    if (failure instanceof KubernetesClientException refused) {
      errors.println("error: " + Cluster.inWords(refused));
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw failure;
  }
}
