package dev.onsale.testbed.buyers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The contract in memory, for tests of the buyers: one section of numbered seats, a cutoff that
 * grows by time. It can be told to break a promise, or to fail every so many requests.
 */
final class FakeRuntime implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASE = "/v1/events/default/fake";

  private final HttpServer server;
  private final int seats;
  private final int perSecond;
  private final long opened = System.nanoTime();
  private final Instant openedAt = Instant.now();
  private final boolean[] taken;
  private final Map<String, Long> placeOf = new HashMap<>();
  private final Map<String, List<Integer>> holds = new HashMap<>();
  private final Map<String, List<Integer>> orders = new HashMap<>();
  private final Set<String> paid = new HashSet<>();
  private final Map<String, Map<String, Object>> answered = new HashMap<>();
  private long places;
  private int sold;
  private int ids;
  volatile boolean acceptsEarlyClaims;
  volatile double failing;

  FakeRuntime(int seats, int perSecond) throws IOException {
    this.seats = seats;
    this.perSecond = perSecond;
    this.taken = new boolean[seats];
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 1000);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(BASE, this::answer);
    server.start();
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + BASE);
  }

  private long cutoff() {
    return 1 + perSecond * (System.nanoTime() - opened) / 1_000_000_000L;
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] request = exchange.getRequestBody().readAllBytes();
    if (ThreadLocalRandom.current().nextDouble() < failing) {
      exchange.sendResponseHeaders(503, -1);
      exchange.close();
      return;
    }
    String path = exchange.getRequestURI().getPath().substring(BASE.length());
    String call = exchange.getRequestMethod() + " " + path.replaceAll("/o[0-9]+", "/ID");
    Map<String, Object> answer;
    synchronized (this) {
      String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      answer = key == null ? null : answered.get(key);
      if (answer == null) {
        answer = decide(exchange, call, path, request.length == 0 ? null : JSON.readTree(request));
        if (key != null) {
          answered.put(key, answer);
        }
      }
    }
    byte[] body = JSON.writeValueAsBytes(answer);
    int status = (int) answer.get("status");
    exchange.getResponseHeaders().add("Set-Cookie", "device=d; HttpOnly");
    exchange.sendResponseHeaders(status, status == 204 ? -1 : body.length);
    if (status != 204) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private Map<String, Object> decide(
      HttpExchange exchange, String call, String path, JsonNode body) {
    return switch (call) {
      case "GET /seats" -> ok(200, Map.of("sections", List.of(section())));
      case "GET /seats/availability" -> ok(200, Map.of("version", "1.1", "states", states()));
      case "GET /queue/status" -> ok(200, status());
      case "GET /queue/windows" ->
          windows(Long.parseLong(exchange.getRequestURI().getQuery().substring("from=".length())));
      case "POST /queue/places" -> {
        String token = "p" + ++places;
        placeOf.put(token, places);
        yield ok(201, Map.of("lane", "main", "place", places, "token", token, "status", status()));
      }
      case "POST /queue/claims" ->
          claim(placeOf.get(exchange.getRequestHeaders().getFirst("X-Queue-Place-Token")));
      case "DELETE /queue/session" -> ok(204, Map.of());
      case "POST /holds" -> hold(body);
      case "POST /orders" -> {
        String id = "o" + ++ids;
        orders.put(id, holds.get(body.path("hold").asText()));
        yield ok(201, Map.of("id", id, "state", "PENDING", "total", 100));
      }
      case "POST /orders/ID/payment" -> pay(path.split("/")[2], body.path("method").asText());
      case "GET /orders/ID" -> order(path.split("/")[2]);
      default -> ok(404, Map.of("type", "https://onsale.dev/problems/not-found"));
    };
  }

  private Map<String, Object> claim(long place) {
    if (place >= cutoff() && !acceptsEarlyClaims) {
      return ok(409, Map.of("type", "https://onsale.dev/problems/not-your-turn"));
    }
    String until = Instant.now().plusSeconds(60).toString();
    return ok(201, Map.of("entryToken", "s" + place, "expiresAt", until));
  }

  /** A window for each place. */
  private Map<String, Object> windows(long from) {
    List<Map<String, Object>> windows = new ArrayList<>();
    for (long place = from + 1; place < cutoff(); place++) {
      Instant releasedAt = openedAt.plusMillis(place * 1000 / perSecond);
      windows.add(
          Map.of("lane", "main", "from", place, "to", place, "releasedAt", releasedAt.toString()));
    }
    return ok(200, Map.of("epoch", 1, "windows", windows, "next", from + windows.size()));
  }

  private Map<String, Object> hold(JsonNode body) {
    List<Integer> wanted = new ArrayList<>();
    for (JsonNode seat : body.path("seats")) {
      wanted.add(Integer.parseInt(seat.asText().substring("A-1-".length())) - 1);
    }
    if (wanted.stream().anyMatch(seat -> taken[seat])) {
      return ok(409, Map.of("type", "https://onsale.dev/problems/seats-unavailable"));
    }
    wanted.forEach(seat -> taken[seat] = true);
    String id = "h" + ++ids;
    holds.put(id, wanted);
    return ok(201, Map.of("id", id, "seats", body.path("seats")));
  }

  private Map<String, Object> pay(String order, String method) {
    if (method.equals("pm_declined")) {
      return ok(402, Map.of("type", "https://onsale.dev/problems/declined"));
    }
    if (paid.add(order)) {
      sold += orders.get(order).size();
    }
    return ok(200, Map.of("id", order));
  }

  private Map<String, Object> order(String id) {
    List<Map<String, Object>> tickets =
        orders.get(id).stream()
            .map(seat -> Map.<String, Object>of("id", "t" + seat, "seat", "A-1-" + (seat + 1)))
            .toList();
    return paid.contains(id)
        ? ok(200, Map.of("state", "CONFIRMED", "tickets", tickets))
        : ok(200, Map.of("state", "PENDING"));
  }

  private Map<String, Object> section() {
    List<String> ids = new ArrayList<>();
    for (int seat = 1; seat <= seats; seat++) {
      ids.add("A-1-" + seat);
    }
    return Map.of("name", "A", "rows", List.of(Map.of("name", "1", "seats", ids)));
  }

  private String states() {
    byte[] bits = new byte[(seats + 3) / 4];
    for (int seat = 0; seat < seats; seat++) {
      bits[seat / 4] |= (byte) ((taken[seat] ? 2 : 0) << (6 - 2 * (seat % 4)));
    }
    return Base64.getEncoder().encodeToString(bits);
  }

  private Map<String, Object> status() {
    return Map.of(
        "phase",
        sold == seats ? "SoldOut" : "OnSale",
        "epoch",
        1,
        "version",
        System.nanoTime(),
        "perMinute",
        perSecond * 60,
        "lanes",
        List.of(Map.of("name", "main", "cutoff", cutoff(), "tail", places)),
        "poll",
        List.of(Map.of("ahead", 1000000, "seconds", 1)));
  }

  private static Map<String, Object> ok(int status, Map<String, ?> members) {
    Map<String, Object> answer = new LinkedHashMap<>(members);
    answer.put("status", status);
    return answer;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
