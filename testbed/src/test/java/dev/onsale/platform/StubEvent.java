package dev.onsale.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Something at an event's address that answers the same to everybody. */
final class StubEvent implements AutoCloseable {
  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch released;

  /** What arrived. */
  record Received(String path, String body, String signature) {}

  private StubEvent(int status, String body, CountDownLatch released) throws IOException {
    this.released = released;
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, status, body));
    server.start();
  }

  static StubEvent answering(int status, String body) throws IOException {
    return new StubEvent(status, body, new CountDownLatch(0));
  }

  /** Takes requests and answers when it is released. */
  static StubEvent hanging() throws IOException {
    return new StubEvent(200, "{}", new CountDownLatch(1));
  }

  void release() {
    released.countDown();
  }

  private void answer(HttpExchange exchange, int status, String body) throws IOException {
    received.add(
        new Received(
            exchange.getRequestURI().getPath(),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            exchange.getRequestHeaders().getFirst("Sandbox-Signature")));
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Retry-After", "7");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Received> received() {
    return List.copyOf(received);
  }

  @Override
  public void close() {
    release();
    server.stop(0);
  }
}
