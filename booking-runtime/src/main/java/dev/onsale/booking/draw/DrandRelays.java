package dev.onsale.booking.draw;

import dev.onsale.draw.BeaconChain;
import dev.onsale.runtime.RuntimeBoot.QueueRules.Beacon;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks drand's relays for one round, each once, until one tells it with the chain's signature. The
 * caller asks again later.
 */
final class DrandRelays {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Ten times what a round takes. */
  private static final int LONGEST = 8_192;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Beacon beacon;
  private final BeaconChain chain;

  /**
   * @throws IllegalArgumentException for a chain that is not known
   */
  DrandRelays(Beacon beacon) {
    this.beacon = beacon;
    this.chain = BeaconChain.valueOf(beacon.chain());
  }

  /**
   * The round.
   *
   * @throws BeaconUnavailableException if nobody told it; the message says what each answered
   */
  BeaconRound fetch() {
    List<String> failures = new ArrayList<>();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      for (String relay : beacon.endpoints()) {
        try {
          BeaconRound told = ask(http, relay);
          var unused = told.verifiedRandomness(chain);
          return told;
        } catch (IOException | IllegalArgumentException | ForgedRoundException e) {
          failures.add(relay + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failures.add("interrupted");
    }
    throw new BeaconUnavailableException(
        "round "
            + beacon.round()
            + " of "
            + chain
            + " was not told: "
            + String.join("; ", failures));
  }

  private BeaconRound ask(HttpClient http, String relay) throws IOException, InterruptedException {
    String path = relay.replaceAll("/+$", "") + "/" + chain.hash() + "/public/" + beacon.round();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(path))
            .timeout(TIMEOUT)
            .header("Accept", "application/json")
            .build();
    HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      byte[] read = body.readNBytes(LONGEST);
      if (answer.statusCode() != 200) {
        throw new IOException("answered " + answer.statusCode());
      }
      return round(read);
    }
  }

  /** Whatever else the answer says, it is the round that was named in advance. */
  private BeaconRound round(byte[] body) throws IOException {
    try {
      JsonNode told = JSON.readTree(body);
      String previous = told.path("previous_signature").asString("");
      return new BeaconRound(
          beacon.round(),
          told.path("signature").asString(""),
          chain.chained() && !previous.isEmpty() ? previous : null);
    } catch (JacksonException e) {
      throw new IOException("answered no JSON", e);
    }
  }
}
