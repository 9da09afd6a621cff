package dev.onsale.testbed.bench.runtime;

import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Our process, who listens to it, and who holds seats. */
final class StreamArena implements AutoCloseable {
  /** Seats that are held one by one, to be heard of; the others go in the rush. */
  private static final int TO_HEAR_OF = 20 * Hall.ROW;

  private final StreamServer server;
  private final Requests requests;
  private final List<Crowd.Inside> listeners;
  private final Iterator<Crowd.Inside> holders;
  private final Load load;
  private final int firstBytes;
  private final int deltaBytes;
  private int held;

  StreamArena(EventOnSale event, List<Crowd.Inside> inside, int clients) throws Exception {
    this.server = new StreamServer(event.port, event.managementPort, event::pid, () -> {});
    this.requests = new Requests(event);
    this.listeners = inside.subList(0, clients);
    this.holders = inside.subList(clients, inside.size()).iterator();
    this.load = new Load(event.port, 1);
    StreamSizes sizes =
        StreamSizes.of(event.port, requests.stream(listeners.getFirst()), this::holdFirst);
    this.firstBytes = sizes.first();
    this.deltaBytes = sizes.delta();
  }

  StreamServer server() {
    return server;
  }

  List<byte[]> streams() {
    return listeners.stream().map(requests::stream).toList();
  }

  int firstBytes() {
    return firstBytes;
  }

  int deltaBytes() {
    return deltaBytes;
  }

  private String holdFirst() {
    return hold(listeners.getLast());
  }

  String hold() {
    return hold(holders.next());
  }

  private String hold(Crowd.Inside who) {
    if (held == TO_HEAR_OF) {
      throw new IllegalStateException("more rounds than seats");
    }
    String answer = load.once(hold(who, List.of(Hall.id(held++))));
    if (!answer.startsWith("HTTP/1.1 201")) {
      throw new IllegalStateException("a hold was answered " + answer);
    }
    return answer;
  }

  private byte[] hold(Crowd.Inside who, List<String> seats) {
    String body = seats.stream().collect(Collectors.joining("\",\"", "{\"seats\":[\"", "\"]}"));
    return requests.hold(who, UUID.randomUUID().toString(), body);
  }

  /** Four seats for one listener after the other. */
  Iterator<byte[]> rush() {
    int holds = Math.min(listeners.size() - 1, (Hall.SEATS - TO_HEAR_OF) / 4);
    return IntStream.range(0, holds)
        .mapToObj(
            hold -> {
              int first = TO_HEAR_OF + 4 * hold;
              return hold(
                  listeners.get(hold),
                  IntStream.range(first, first + 4).mapToObj(Hall::id).toList());
            })
        .iterator();
  }

  @Override
  public void close() {
    load.close();
  }
}
