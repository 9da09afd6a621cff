package dev.onsale.kubectl;

import picocli.CommandLine.Command;

@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = {
      "Lets nobody else in (spec.paused); who is inside may finish.",
      "With --operator it stops the operator for the event instead, and the sale goes on."
    })
final class PauseCommand extends Pausing {

  PauseCommand() {
    super(
        new Change(
            "{\"spec\":{\"paused\":true}}", "nobody else is let in; who is inside may finish"),
        new Change(
            "{\"metadata\":{\"annotations\":{\"onsale.dev/reconcile\":\"paused\"}}}",
            "the operator leaves it alone; its pods go on"));
  }
}
