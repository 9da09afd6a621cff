package dev.onsale.testbed.buyers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The public documents of an event, fetched at most once a second however many buyers look: what a
 * CDN in front of it would do. Thread-safe.
 */
public final class PublicBoard {
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** Below this share of what was free at first, nobody lets seats go that they have. */
  private static final double PLENTY = 0.3;

  private final BookingClient client;
  private final Journal journal;
  private final Cached<QueueStatus> status = new Cached<>();
  private final Cached<Availability> availability = new Cached<>();
  private final Hall hall;
  private final int freeAtFirst;

  /** Reads the seat map, which never changes. */
  public PublicBoard(BookingClient client, Journal journal) throws InterruptedException {
    this.client = client;
    this.journal = journal;
    Answer seats = client.get("/seats");
    if (!seats.succeeded()) {
      throw new ContractBroken("GET /seats answered " + seats.status() + ": " + seats.body());
    }
    this.hall = Hall.from(seats.body());
    this.freeAtFirst = availability().free(hall.seats().size());
  }

  public Hall hall() {
    return hall;
  }

  /** The newest status, at most a second old; one of an older (epoch, version) is ignored. */
  public QueueStatus status() throws InterruptedException {
    return status.get(
        previous -> {
          Answer answer = client.get("/queue/status");
          if (!answer.succeeded()) {
            throw new ContractBroken(
                "GET /queue/status answered " + answer.status() + ": " + answer.body());
          }
          QueueStatus read = QueueStatus.from(answer.body());
          if (previous != null && isOlder(read, previous)) {
            return previous;
          }
          Instant now = Instant.now();
          read.cutoffs()
              .forEach(
                  (lane, cutoff) ->
                      journal.published(new Journal.Cutoff(read.epoch(), lane, cutoff, now)));
          return read;
        });
  }

  /** Which seats are free, at most a second old. */
  public Availability availability() throws InterruptedException {
    return availability.get(
        _ -> {
          Answer answer = client.get("/seats/availability");
          if (!answer.succeeded()) {
            throw new ContractBroken(
                "GET /seats/availability answered " + answer.status() + ": " + answer.body());
          }
          return Availability.from(answer.body(), hall.seats().size());
        });
  }

  /** Reads which places were released when, as far as the present epoch knows. */
  public void readWindows() throws InterruptedException {
    int from = 0;
    while (true) {
      Answer answer = client.get("/queue/windows?from=" + from);
      if (!answer.succeeded()) {
        throw new ContractBroken(
            "GET /queue/windows answered " + answer.status() + ": " + answer.body());
      }
      String epoch = answer.text("epoch");
      for (JsonNode window : answer.body().path("windows")) {
        journal.published(
            new Journal.Window(
                epoch,
                window.path("lane").asText(),
                window.path("from").asLong(),
                window.path("to").asLong(),
                Instant.parse(window.path("releasedAt").asText())));
      }
      int next = answer.body().path("next").asInt();
      if (next <= from) {
        return;
      }
      from = next;
    }
  }

  /** A status that was fetched after this time has passed. */
  public QueueStatus statusAfter(Duration settled) throws InterruptedException {
    Thread.sleep(settled);
    return status();
  }

  private static boolean isOlder(QueueStatus read, QueueStatus known) {
    return read.epoch().equals(known.epoch()) && read.version() < known.version();
  }

  /** Whether there is so much left that people are careless with seats. */
  boolean hasPlenty() throws InterruptedException {
    return availability().free(hall.seats().size()) > PLENTY * freeAtFirst;
  }

  private interface Fetch<T> {
    T fetch(@Nullable T previous) throws InterruptedException;
  }

  /** One fetch at a time; those who wait for it share its result. */
  private static final class Cached<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Entry<T> entry;

    private record Entry<T>(T value, long at) {}

    T get(Fetch<T> fetch) throws InterruptedException {
      @Nullable Entry<T> known = entry;
      if (known != null && isFresh(known)) {
        return known.value();
      }
      lock.lockInterruptibly();
      try {
        known = entry;
        if (known != null && isFresh(known)) {
          return known.value();
        }
        long asked = System.nanoTime();
        T value = fetch.fetch(known == null ? null : known.value());
        entry = new Entry<>(value, asked);
        return value;
      } finally {
        lock.unlock();
      }
    }

    private boolean isFresh(Entry<T> known) {
      return System.nanoTime() - known.at() < FRESH.toNanos();
    }
  }
}
