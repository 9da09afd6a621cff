package dev.onsale.booking.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An open stream of seat changes, and what came over it. */
final class SeatStreamSocket implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Socket socket;
  private final List<String> head = new CopyOnWriteArrayList<>();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  record Event(String id, String name, JsonNode data) {}

  SeatStreamSocket(SeatVisitor visitor, String query, String... headers) throws IOException {
    socket = asked(visitor, query, new Socket(), headers);
    Thread.startVirtualThread(this::read);
  }

  /**
   * The connection of somebody who asks for a stream and reads nothing of it.
   *
   * @param most bytes that the kernel takes for them
   */
  static Socket unread(SeatVisitor visitor, int most) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(most);
    return asked(visitor, "", socket);
  }

  private static Socket asked(SeatVisitor visitor, String query, Socket socket, String... headers)
      throws IOException {
    URI url = URI.create(visitor.url());
    socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
    StringBuilder request = new StringBuilder();
    request.append("GET ").append(url.getPath()).append("/seats/stream").append(query);
    request.append(" HTTP/1.1\r\nHost: a\r\nCookie: ").append(visitor.cookie());
    request.append("\r\nX-Queue-Entry-Token: ").append(visitor.entry()).append("\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    socket.getOutputStream().write(request.append("\r\n").toString().getBytes(US_ASCII));
    return socket;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
      String line = lines.readLine();
      while (line != null && !line.isEmpty()) {
        head.add(line);
        line = lines.readLine();
      }
      String id = "";
      String name = "";
      while (line != null) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          events.add(new Event(id, name, JSON.readTree(line.substring(6))));
        }
        line = lines.readLine();
      }
    } catch (IOException closed) {
      // by the test, or reset by the server: the end either way
    } finally {
      ended = true;
    }
  }

  /** Sends more behind the request. */
  void send(String more) throws IOException {
    socket.getOutputStream().write(more.getBytes(US_ASCII));
  }

  int status() {
    await().atMost(PATIENCE).until(() -> !head.isEmpty() || ended);
    return Integer.parseInt(head.getFirst().split(" ")[1]);
  }

  List<String> head() {
    return head;
  }

  List<Event> events() {
    return events;
  }

  boolean ended() {
    return ended;
  }

  Event event(int at) {
    await().atMost(PATIENCE).until(() -> events.size() > at || ended);
    return events.get(at);
  }

  /** Waits until a delta tells that the seat is held; its id. */
  String told(int position) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                events.stream()
                    .filter(event -> event.name().equals("delta"))
                    .filter(event -> held(event.data()).contains(position))
                    .map(Event::id)
                    .toList(),
            ids -> !ids.isEmpty())
        .getFirst();
  }

  void awaitEnd() {
    await().atMost(PATIENCE).until(() -> ended);
  }

  /** Positions that a delta shows held. */
  static List<Integer> held(JsonNode delta) {
    List<Integer> held = new ArrayList<>();
    delta.path("changes").path(1).forEach(position -> held.add(position.asInt()));
    return held;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
