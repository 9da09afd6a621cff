package dev.onsale.booking.simulation;

import dev.onsale.booking.Asking;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.queue.JoinOutcome;
import dev.onsale.booking.queue.Queue;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Takes all places through the waiting room, then decides who stands on which: in Fifo nothing but
 * the number depends on who joined.
 */
final class Crowd {
  private static final int AT_ONCE = 32;

  private final Script script;
  private final Random random;

  Crowd(Script script, long seed) {
    this.script = script;
    this.random = new Random(seed);
  }

  /** Every place, by number less one; all must be there once. */
  Place[] join(Queue queue) throws InterruptedException {
    Place[] places = new Place[script.places()];
    Semaphore free = new Semaphore(AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < places.length; i++) {
        Identity who = Identity.of(new Buyer("d_%032d".formatted(i)));
        free.acquire();
        threads.submit(
            () -> {
              Place place = ((JoinOutcome.Joined) Asking.join(queue, who)).place();
              places[(int) place.number() - 1] = place;
              free.release();
              return place;
            });
      }
    }
    if (Arrays.stream(places).anyMatch(place -> place == null)) {
      throw new IllegalStateException("places are not gap-free");
    }
    return places;
  }

  /** The devices that will come; the others are ghosts and no-shows. */
  List<Visitor> whoComes(Place[] places) {
    List<Visitor> coming = new ArrayList<>();
    List<Buyer> earlier = new ArrayList<>();
    boolean[] ghost = ghosts();
    for (int i = 0; i < places.length; i++) {
      if (ghost[i] || random.nextDouble() < script.noShows()) {
        continue;
      }
      boolean second = !earlier.isEmpty() && random.nextDouble() < script.doubles();
      Buyer buyer =
          second
              ? earlier.get(Math.max(0, earlier.size() - 1 - random.nextInt(200)))
              : new Buyer("d_%032d".formatted(i));
      earlier.add(buyer);
      coming.add(new Visitor(places[i], buyer, character()));
    }
    return coming;
  }

  private boolean[] ghosts() {
    boolean[] ghost = new boolean[script.places()];
    if (script.inOneBlock()) {
      int first = script.visitors() / 10;
      Arrays.fill(ghost, first, first + script.ghostPlaces(), true);
      return ghost;
    }
    int left = script.ghostPlaces();
    while (left > 0) {
      int place = random.nextInt(ghost.length);
      if (!ghost[place]) {
        ghost[place] = true;
        left--;
      }
    }
    return ghost;
  }

  private Visitor.Character character() {
    boolean silent = random.nextDouble() < 0.1;
    long timeout = script.ours(Script.SESSION_TIMEOUT).toMillis();
    double average = script.ours(script.stay()).toMillis();
    long stay =
        silent
            ? timeout
            : (long) Math.min(timeout * 0.95, 1 - average * Math.log(1 - random.nextDouble()));
    return new Visitor.Character(
        random.nextDouble() < 0.02, random.nextDouble() < 0.05, stay, silent);
  }
}
