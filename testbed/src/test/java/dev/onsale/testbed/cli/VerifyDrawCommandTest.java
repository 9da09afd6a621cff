package dev.onsale.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a buyer types, and what they are told. */
class VerifyDrawCommandTest {
  private static final String SECRET = "11".repeat(32);

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();

  @Test
  void aDrawThatIsRightSaysSoWithZero() throws Exception {
    assertThat(run("--event", event(seed(SECRET)), "--windows", windows())).isZero();
    assertThat(out.toString())
        .contains("ok      seed", "could have chosen accounts", "as it was promised");
  }

  @Test
  void aDrawThatIsWrongSaysSoWithOne() throws Exception {
    String otherSeed = seed("22".repeat(32));

    assertThat(run("--event", event(otherSeed), "--windows", windows())).isEqualTo(1);
    assertThat(out.toString()).contains("failed  seed", "NOT AS IT WAS PROMISED");
  }

  @Test
  void aNumberThatWasNotCalledIsThree() throws Exception {
    String receipt =
        write(
            "receipt.json",
            "{\"identity\": \"u_anna\", \"commitment\": \"%s\"}".formatted(sha256(SECRET)));

    assertThat(run("--event", event(seed(SECRET)), "--windows", windows(), "--receipt", receipt))
        .isEqualTo(3);
    assertThat(out.toString()).contains("open    number");
  }

  @Test
  void whatCannotBeReadIsTwo() throws Exception {
    String none = folder.resolve("none.json").toString();

    assertThat(run("--event", none, "--windows", windows())).isEqualTo(2);
    assertThat(run("--event", write("text", "no json"), "--windows", windows())).isEqualTo(2);
    assertThat(run("--event", event(seed(SECRET)))).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(run("--url", "http://127.0.0.1:1/v1/events/a/b")).isEqualTo(2);
  }

  private int run(String... arguments) {
    return new CommandLine(new VerifyDrawCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(new StringWriter()))
        .execute(arguments);
  }

  private String event(String seed) throws Exception {
    return write(
        "event.json",
        """
        {"mode": "Draw", "draw": {"commitment": "%s", "secret": "%s", "seed": "%s",
         "beacon": {"source": "None"}}}
        """
            .formatted(sha256(SECRET), SECRET, seed));
  }

  private String windows() throws IOException {
    return write(
        "windows.json", "{\"epoch\": 1, \"before\": \"00\", \"windows\": [], \"next\": 0}");
  }

  private String write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private static String seed(String secret) throws Exception {
    return sha256(secret + "6e6f6e65");
  }

  private static String sha256(String hex) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
