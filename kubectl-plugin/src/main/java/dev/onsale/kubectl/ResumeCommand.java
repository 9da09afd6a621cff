package dev.onsale.kubectl;

import picocli.CommandLine.Command;

@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Undoes pause; with --operator, pause --operator.")
final class ResumeCommand extends Pausing {

  ResumeCommand() {
    super(
        new Change("{\"spec\":{\"paused\":false}}", "people are let in again"),
        new Change(
            "{\"metadata\":{\"annotations\":{\"onsale.dev/reconcile\":null}}}",
            "the operator works on it again"));
  }
}
