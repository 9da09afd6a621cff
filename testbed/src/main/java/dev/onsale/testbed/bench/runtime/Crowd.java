package dev.onsale.testbed.bench.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;

/** Visitors of the event, and every place that was given. */
final class Crowd {
  private static final byte[] PLACE = Answer.ascii("\"place\":");
  private static final byte[] COOKIE = Answer.ascii("set-cookie: ");
  private static final byte[] TOKEN = Answer.ascii("\"token\":\"");
  private static final byte[] ENTRY = Answer.ascii("\"entryToken\":\"");
  private static final int CONNECTIONS = 16;

  private final EventOnSale event;
  private final Requests requests;
  private final BitSet given = new BitSet();
  private long joined;
  private long highest;

  Crowd(EventOnSale event) {
    this.event = event;
    this.requests = new Requests(event);
  }

  /** Notes a place; false for an answer without one, and for a place that somebody else has. */
  boolean isNewPlace(Answer answer) {
    long place = answer.numberAfter(PLACE);
    if (answer.status() != 201 || place < 1 || given.get((int) place)) {
      return false;
    }
    given.set((int) place);
    highest = Math.max(highest, place);
    joined++;
    return true;
  }

  long joined() {
    return joined;
  }

  long highestPlace() {
    return highest;
  }

  /** Everybody has a place of their own and no place is left out. */
  boolean gapFree() {
    return joined == highest && given.cardinality() == joined;
  }

  /** Cookies of so many visitors who joined for the first time. */
  List<String> cookies(int count) throws InterruptedException {
    List<String> cookies = new ArrayList<>();
    arrive(count, answer -> cookies.add(cookie(answer)));
    return cookies;
  }

  /** What so many visitors will send to claim, after they joined. */
  Queue<byte[]> claims(int count) throws InterruptedException {
    Queue<byte[]> claims = new ArrayDeque<>(count);
    arrive(count, answer -> claims.add(requests.claim(cookie(answer), token(answer))));
    return claims;
  }

  /** Somebody with a session. */
  record Inside(String cookie, String entryToken) {}

  /** So many visitors who joined and claimed; it has to be everybody's turn. */
  List<Inside> inside(int count) throws InterruptedException {
    List<String> cookies = new ArrayList<>(count);
    Queue<byte[]> claims = new ArrayDeque<>(count);
    arrive(
        count,
        answer -> {
          cookies.add(cookie(answer));
          claims.add(requests.claim(cookie(answer), token(answer)));
        });
    List<Inside> inside = new ArrayList<>(count);
    // answers of one connection come in the order of its requests
    try (Load load = new Load(event.port, 1)) {
      load.run(
          new Traffic(
              claims::poll,
              answer ->
                  inside.add(new Inside(cookies.get(inside.size()), answer.between(ENTRY, '"')))),
          CONNECTIONS,
          Duration.ofMinutes(1));
    }
    return inside;
  }

  private static String cookie(Answer answer) {
    return answer.between(COOKIE, ';');
  }

  private static String token(Answer answer) {
    return answer.between(TOKEN, '"');
  }

  private void arrive(int count, java.util.function.Consumer<Answer> each)
      throws InterruptedException {
    byte[] request = requests.firstJoin();
    int[] left = {count};
    try (Load load = new Load(event.port, CONNECTIONS)) {
      Measured measured =
          load.run(
              new Traffic(
                  () -> left[0]-- > 0 ? request : null,
                  answer -> {
                    boolean fine = isNewPlace(answer);
                    if (fine) {
                      each.accept(answer);
                    }
                    return fine;
                  }),
              8,
              Duration.ofMinutes(1));
      if (measured.wrong() > 0) {
        throw new IllegalStateException(measured.wrong() + " visitors were given no place");
      }
    }
  }
}
