package dev.onsale.testbed.bench.runtime;

import java.nio.charset.StandardCharsets;

/** What clients send, byte for byte; the reference gets the same. */
record Requests(String path) {
  Requests(EventOnSale event) {
    this(event.path());
  }

  byte[] status() {
    return bytes("GET", "status", "");
  }

  /** Of somebody who has not been here before. */
  byte[] firstJoin() {
    return bytes("POST", "places", "Content-Length: 0\r\n");
  }

  byte[] join(String cookie) {
    return bytes("POST", "places", "Cookie: " + cookie + "\r\nContent-Length: 0\r\n");
  }

  byte[] claim(String cookie, String token) {
    return bytes(
        "POST",
        "claims",
        "Cookie: %s\r\nX-Queue-Place-Token: %s\r\nContent-Length: 0\r\n".formatted(cookie, token));
  }

  byte[] hold(Crowd.Inside who, String key, String body) {
    return sent(
        "POST",
        "holds",
        "Cookie: %s\r\nX-Queue-Entry-Token: %s\r\nIdempotency-Key: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
            .formatted(who.cookie(), who.entryToken(), key, body.length()),
        body);
  }

  byte[] availability() {
    return sent("GET", "seats/availability", "", "");
  }

  /** Of changes of the seats, from all of them on. */
  byte[] stream(Crowd.Inside who) {
    return sent(
        "GET",
        "seats/stream",
        "Cookie: %s\r\nX-Queue-Entry-Token: %s\r\n".formatted(who.cookie(), who.entryToken()),
        "");
  }

  private byte[] bytes(String method, String what, String headers) {
    return sent(method, "queue/" + what, headers, "");
  }

  private byte[] sent(String method, String what, String headers, String body) {
    return "%s %s/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: application/json\r\n%s\r\n%s"
        .formatted(method, path, what, headers, body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
