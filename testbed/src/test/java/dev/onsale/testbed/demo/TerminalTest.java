package dev.onsale.testbed.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void aBlockIsDrawnOverTheOneBefore() {
    Terminal terminal = terminal(true);
    terminal.draw("one\ntwo");
    terminal.draw("three");

    assertThat(text()).isEqualTo("one\ntwo\n\u001b[2A\u001b[Jthree\n");
  }

  @Test
  void aLineThatStaysIsPrintedAboveTheBlock() {
    Terminal terminal = terminal(true);
    terminal.draw("table");
    terminal.say("phase OnSale");

    assertThat(text()).isEqualTo("table\n\u001b[1A\u001b[Jphase OnSale\n");
  }

  private Terminal terminal(boolean interactive) {
    return new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), interactive);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
