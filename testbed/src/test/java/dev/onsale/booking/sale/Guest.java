package dev.onsale.booking.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onsale.testbed.buyers.Answer;
import dev.onsale.testbed.buyers.BookingClient;
import dev.onsale.testbed.buyers.Journal;
import dev.onsale.testbed.buyers.Visitor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One buyer of a test, who may talk to another process at every step. */
public final class Guest implements AutoCloseable {
  private final Visitor visitor = new Visitor();
  private final Journal journal;
  private BookingClient client;

  private Guest(Journal journal, RuntimeProcess process) {
    this.journal = journal;
    this.client = client(process);
  }

  /** A buyer who has a session already. */
  public static Guest inside(RuntimeProcess process) throws InterruptedException {
    return inside(process, new Journal());
  }

  /**
   * A buyer who has a session already.
   *
   * @param journal counts what had to be asked twice
   */
  public static Guest inside(RuntimeProcess process, Journal journal) throws InterruptedException {
    Guest guest = new Guest(journal, process);
    guest.enter();
    return guest;
  }

  /** From now on talks to that process. */
  public Guest at(RuntimeProcess process) {
    client.close();
    client = client(process);
    return this;
  }

  private BookingClient client(RuntimeProcess process) {
    return new BookingClient(URI.create(process.url()), journal);
  }

  /** A buyer who waits. */
  public static Guest waiting(RuntimeProcess process) throws InterruptedException {
    Guest guest = new Guest(new Journal(), process);
    guest.join();
    return guest;
  }

  /** Takes a place; its number. */
  public long join() throws InterruptedException {
    Answer place = client.post("/queue/places", visitor, null, null);
    assertThat(place.status()).as(place.body().toString()).isEqualTo(201);
    visitor.placeToken(place.text("token"));
    return Long.parseLong(place.text("place"));
  }

  /** The token of the place. */
  public String placeToken() {
    return String.valueOf(visitor.placeToken());
  }

  /** Claims once. */
  public Answer askToEnter() throws InterruptedException {
    return client.post("/queue/claims", visitor, null, null);
  }

  /** Gives the session back. */
  public Answer leave() throws InterruptedException {
    return client.delete("/queue/session", visitor);
  }

  /** Joins, waits for the turn and claims it. */
  public void enter() throws InterruptedException {
    join();
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> claim());
  }

  /** Claims the same place once more, as after a session that was lost. */
  public void claimAgain() {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> claim());
  }

  private boolean claim() throws InterruptedException {
    Answer claim = client.post("/queue/claims", visitor, null, null);
    if (claim.status() == 201 || claim.status() == 200) {
      visitor.entryToken(claim.text("entryToken"));
      return true;
    }
    return false;
  }

  public Answer hold(String... seats) throws InterruptedException {
    return client.post("/holds", visitor, Map.of("seats", List.of(seats)), key());
  }

  public Answer order(Answer hold, String key) throws InterruptedException {
    return client.post(
        "/orders", visitor, Map.of("hold", hold.text("id"), "email", "a@example.com"), key);
  }

  public Answer order(Answer hold) throws InterruptedException {
    return order(hold, key());
  }

  /** Holds and orders; the order's answer. */
  public Answer order(String... seats) throws InterruptedException {
    Answer hold = hold(seats);
    assertThat(hold.status()).as(hold.body().toString()).isEqualTo(201);
    return order(hold);
  }

  public Answer pay(Answer order, String method, String key) throws InterruptedException {
    return client.post(
        "/orders/" + order.text("id") + "/payment", visitor, Map.of("method", method), key);
  }

  public Answer pay(Answer order, String method) throws InterruptedException {
    return pay(order, method, key());
  }

  public Answer get(String path) throws InterruptedException {
    return client.get(path, visitor);
  }

  /** The order as it is now. */
  public JsonNode read(Answer order) throws InterruptedException {
    return get("/orders/" + order.text("id")).body();
  }

  public static String key() {
    return UUID.randomUUID().toString();
  }

  @Override
  public void close() {
    client.close();
  }
}
