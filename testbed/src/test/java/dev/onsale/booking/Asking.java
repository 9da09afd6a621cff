package dev.onsale.booking;

import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.queue.ClaimOutcome;
import dev.onsale.booking.queue.JoinOutcome;
import dev.onsale.booking.queue.Queue;
import dev.onsale.booking.seats.HoldOutcome;
import dev.onsale.booking.seats.HoldRequest;
import dev.onsale.booking.seats.Holds;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Asks a queue, or for seats, and waits for the answer, as a visitor does. Throws what the call
 * failed with.
 */
public final class Asking {

  private Asking() {}

  public static JoinOutcome join(Queue queue, Identity who) {
    return answer(queue.join(List.of(who))).getFirst();
  }

  public static ClaimOutcome claim(Queue queue, Place place, Buyer buyer) {
    return answer(queue.claim(place, buyer));
  }

  public static HoldOutcome hold(Holds holds, Holds.Asker asker, HoldRequest request) {
    return answer(holds.start(asker, request));
  }

  private static <T> T answer(CompletableFuture<T> outcome) {
    try {
      return outcome.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }
}
