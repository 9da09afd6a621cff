package dev.onsale.kubectl;

import java.time.Clock;
import picocli.CommandLine;

/** Makes the commands that read the clock with it, the others by their only constructor. */
final class Commands implements CommandLine.IFactory {

  private final CommandLine.IFactory others = CommandLine.defaultFactory();
  private final Clock clock;

  Commands(Clock clock) {
    this.clock = clock;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == StatusCommand.class) {
      return type.cast(new StatusCommand(clock));
    }
    if (type == PlanCommand.class) {
      return type.cast(new PlanCommand(clock));
    }
    if (type == RotateCommand.class) {
      return type.cast(new RotateCommand(clock));
    }
    return others.create(type);
  }
}
