package dev.onsale.testbed.demo;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;

/** Where a demo speaks: lines that stay, and on a terminal one block that is drawn in place. */
public final class Terminal {
  private static final String ESCAPE = "\u001b[";

  private final PrintStream out;
  private final boolean interactive;
  private int drawn;

  public Terminal(PrintStream out, boolean interactive) {
    this.out = out;
    this.interactive = interactive;
  }

  /** Standard output, drawn in place where it is a terminal that knows how. */
  public static Terminal standard() {
    Console console = System.console();
    boolean terminal =
        console != null
            && console.isTerminal()
            && !"dumb".equals(System.getenv().getOrDefault("TERM", "dumb"));
    return new Terminal(System.out, terminal);
  }

  public boolean isInteractive() {
    return interactive;
  }

  /** Prints lines that stay, above a block that is being drawn. */
  public synchronized void say(String lines) {
    erase();
    out.println(lines);
    out.flush();
  }

  /** Draws a block over the one before; only on a terminal. */
  public synchronized void draw(String block) {
    erase();
    out.println(block);
    out.flush();
    drawn = (int) block.lines().count();
  }

  /** Leaves the drawn block where it is. */
  public synchronized void keepDrawn() {
    drawn = 0;
  }

  private void erase() {
    if (drawn > 0) {
      out.print(ESCAPE + drawn + "A" + ESCAPE + "J");
      drawn = 0;
    }
  }

  /** {@code 7.3 s} or {@code 2:05 min}. */
  static String elapsed(Duration time) {
    return time.compareTo(Duration.ofSeconds(100)) < 0
        ? "%.1f s".formatted(time.toMillis() / 1000.0)
        : "%d:%02d min".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
