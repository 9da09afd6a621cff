package dev.onsale.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What a buyer types, and what they are told. */
class VerifyDrawCommandTest {
  private static final String SECRET = "11".repeat(32);

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | {}              | answered 404: give the event's address",
        "503 | {}              | answered 503: the event cannot be read now",
        "302 | {}              | answered 302: it is elsewhere",
        "200 | <html>          | answered no JSON",
        "200 | {}              | has no draw; its queue mode is none",
        "200 | {\"mode\":\"Fifo\"} | has no draw; its queue mode is Fifo",
      })
  void anAddressThatIsNoDrawsSaysWhatToDo(int status, String body, String says) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/events/a/b";

      assertThat(run("--url", url)).isEqualTo(2);
      assertThat(err.toString()).contains(says);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whatIsNoAddressSaysWhatOneLooksLike() {
    for (String url : List.of("tickets.example", "ftp://tickets.example/", "file:///etc/hosts")) {
      assertThat(run("--url", url)).isEqualTo(2);
      assertThat(err.toString()).contains(url, "https://HOST/v1/events/NAMESPACE/NAME");
    }
  }

  private int run(String... arguments) {
    return new CommandLine(new VerifyDrawCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
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
