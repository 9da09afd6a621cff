package dev.onsale.booking.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.runtime.RuntimeKeys;
import dev.onsale.runtime.TokenKind;
import dev.onsale.testbed.buyers.Answer;
import dev.onsale.testbed.buyers.Journal;
import dev.onsale.testbed.stores.Stores;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Token keys change while people join, claim and hold. */
class TokenKeyRotationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final Journal journal = new Journal();
  private final AtomicInteger seat = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void nobodyLosesAPlaceASessionOrARequestWhileKeysChange() throws Exception {
    Stores stores = Stores.shared();
    try (Sale sale = Sale.on(stores.postgres(), stores.redis(), "127.0.0.1:1", 900)) {
      List<RuntimeProcess> processes = List.of(sale.start("one"), sale.start("two"));
      try (Guest early = Guest.waiting(processes.get(0));
          Guest inside = Guest.inside(processes.get(0))) {
        List<Thread> buyers =
            processes.stream()
                .map(process -> Thread.startVirtualThread(() -> keepHolding(process)))
                .toList();
        awaitHeld(5);
        long asked = journal.countOf(Journal.Count.RETRIED);

        // Known to both before either signs: they read the file at different moments.
        rotate(sale, Instant.now().plusSeconds(3), Instant.now().plusSeconds(600));
        assertThat(keyOf(Guest.waiting(processes.get(1)))).isEqualTo(1);
        await().atMost(PATIENCE).until(() -> keyOf(Guest.waiting(processes.get(0))) == 2);
        await().atMost(PATIENCE).until(() -> keyOf(Guest.waiting(processes.get(1))) == 2);
        awaitHeld(held.get() + 10);

        early.at(processes.get(1)).claimAgain();
        assertThat(inside.at(processes.get(1)).hold(label()).status()).isEqualTo(201);
        over.set(true);
        for (Thread buyer : buyers) {
          buyer.join();
        }
        assertThat(failures).isEmpty();
        assertThat(journal.countOf(Journal.Count.RETRIED)).isEqualTo(asked);

        rotate(sale, Instant.now().minusSeconds(1), Instant.now().minusSeconds(1));
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> assertThat(inside.hold(label()).problem()).isEqualTo("entry-token-invalid"));
        assertThat(early.askToEnter().problem()).isEqualTo("place-token-invalid");
      }
    }
  }

  private void keepHolding(RuntimeProcess process) {
    try {
      while (!over.get()) {
        try (Guest guest = Guest.inside(process, journal)) {
          Answer answer = guest.hold(label());
          if (answer.status() != 201) {
            failures.add(answer.status() + " " + answer.body());
          }
          guest.leave();
          held.incrementAndGet();
        }
      }
    } catch (InterruptedException | RuntimeException | AssertionError e) {
      failures.add(String.valueOf(e));
    }
  }

  private void awaitHeld(int holds) {
    await().atMost(PATIENCE).until(() -> held.get() >= holds || !failures.isEmpty());
  }

  private String label() {
    return "A-1-" + (seat.incrementAndGet() % 900 + 1);
  }

  /** As the operator writes the file; cookies keep their key, so that people stay who they are. */
  private static void rotate(Sale sale, Instant signsFrom, Instant verifiesUntil) throws Exception {
    RuntimeKeys now = sale.keys();
    sale.sign(
        new RuntimeKeys(
            both(now.of(TokenKind.Place), signsFrom, verifiesUntil),
            both(now.of(TokenKind.Entry), signsFrom, verifiesUntil),
            now.device(),
            now.identity(),
            both(now.of(TokenKind.Hold), signsFrom, verifiesUntil)));
  }

  private static List<RuntimeKeys.Key> both(
      List<RuntimeKeys.Key> keys, Instant signsFrom, Instant verifiesUntil) {
    RuntimeKeys.Key old = keys.getFirst();
    String secret = keys.size() > 1 ? keys.getLast().key() : secret();
    return new ArrayList<>(
        List.of(
            new RuntimeKeys.Key(old.id(), old.key(), null, verifiesUntil.toString()),
            new RuntimeKeys.Key(2, secret, signsFrom.toString(), null)));
  }

  private static String secret() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return Base64.getEncoder().encodeToString(secret);
  }

  /** The second byte of a token names its key. */
  private static int keyOf(Guest guest) {
    try (guest) {
      return Base64.getUrlDecoder().decode(guest.placeToken())[1];
    }
  }
}
