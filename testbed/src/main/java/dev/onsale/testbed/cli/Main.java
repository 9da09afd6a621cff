package dev.onsale.testbed.cli;

import dev.onsale.testbed.process.Folders;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The part of {@code ./onsale} that runs in Java, once everything is built. */
@Command(
    name = "onsale",
    mixinStandardHelpOptions = true,
    description = "Runs ticket on-sales on Kubernetes.",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      BenchCommand.class,
      VerifyDrawCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commands().execute(arguments));
  }

  /** All commands; a failure is told to people. */
  public static CommandLine commands() {
    return new CommandLine(new Main()).setExecutionExceptionHandler((e, _, _) -> explain(e));
  }

  /** One message for people; the stack is in a log. */
  private static int explain(Exception failure) {
    Throwable cause = failure;
    while (cause instanceof ExecutionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    Path log = Folders.logs().resolve("failure.txt");
    System.err.println();
    System.err.println("onsale: " + cause.getMessage());
    try {
      var stack = new StringWriter();
      failure.printStackTrace(new PrintWriter(stack));
      Files.writeString(log, stack.toString());
      System.err.println("        details: " + log + ", other logs beside it");
    } catch (IOException e) {
      failure.printStackTrace();
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
