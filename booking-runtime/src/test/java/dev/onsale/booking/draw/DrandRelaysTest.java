package dev.onsale.booking.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.onsale.runtime.RuntimeBoot.QueueRules.Beacon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Relays on this machine that answer as drand's do, or do not. */
class DrandRelaysTest {
  private static final String ROUND =
      "{\"round\":657413,\"randomness\":\"00\",\"signature\":\"%s\"}"
          .formatted(BeaconRoundTest.QUICKNET.signature());

  private final List<HttpServer> relays = new ArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    relays.forEach(relay -> relay.stop(0));
  }

  @Test
  void theNamedRoundIsFetchedFromTheChain() throws Exception {
    BeaconRound told = fetch(relay(200, ROUND));

    assertThat(told).isEqualTo(BeaconRoundTest.QUICKNET);
    assertThat(asked)
        .containsExactly(
            "/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/public/657413");
  }

  @Test
  void whoLiesOrFailsIsPassedOver() throws Exception {
    String forged = ROUND.replace("b713718a", "b713718b");

    BeaconRound told =
        fetch(
            relay(200, forged),
            relay(425, "too early"),
            relay(200, "<html>"),
            relay(200, "{}"),
            relay(200, "x".repeat(1_000_000)),
            "http://127.0.0.1:1",
            relay(200, ROUND));

    assertThat(told).isEqualTo(BeaconRoundTest.QUICKNET);
    assertThat(asked).hasSize(6);
  }

  @Test
  void whereNobodyTellsTheRoundItIsSaidWhatEachAnswered() throws Exception {
    String early = relay(425, "");
    String liar = relay(200, ROUND.replace("b713718a", "b713718b"));

    assertThatThrownBy(() -> fetch(early, liar))
        .isInstanceOf(BeaconUnavailableException.class)
        .hasMessageContaining("657413")
        .hasMessageContaining(early + ": answered 425")
        .hasMessageContaining(liar + ": round 657413");
  }

  private static BeaconRound fetch(String... endpoints) {
    return new DrandRelays(new Beacon("Quicknet", 657_413, List.of(endpoints))).fetch();
  }

  private String relay(int status, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          try (exchange) {
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
    relays.add(server);
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
