package dev.onsale.testbed.buyers;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One simulated buyer, from joining to tickets or to giving up. Runs on a thread of its own. */
final class Buyer {
  /** A place that lost its turn or a session that ended is followed by at most one more try. */
  private static final int TURNS = 2;

  private final BuyerPlan plan;
  private final CrowdProfile profile;
  private final BookingClient client;
  private final PublicBoard board;
  private final Journal journal;
  private final Visitor visitor = new Visitor();
  private final SplittableRandom random;

  Buyer(
      BuyerPlan plan,
      CrowdProfile profile,
      BookingClient client,
      PublicBoard board,
      Journal journal) {
    this.plan = plan;
    this.profile = profile;
    this.client = client;
    this.board = board;
    this.journal = journal;
    this.random = new SplittableRandom(plan.seed());
  }

  /** Comes when the plan says, relative to the opening, and does the rest of it. */
  void live(Instant opening) throws InterruptedException {
    sleepUntil(opening.plus(plan.arrival()));
    try {
      for (int turn = 0; turn < TURNS; turn++) {
        if (takeTurn() == Turn.DONE) {
          return;
        }
        visitor.forgetTurn();
      }
    } catch (ContractBroken e) {
      journal.complain("buyer %d: %s".formatted(plan.number(), e.getMessage()));
    } catch (Unreachable e) {
      journal.complain("buyer %d gave up: %s".formatted(plan.number(), e.getMessage()));
    }
  }

  private enum Turn {
    DONE,
    LOST
  }

  private Turn takeTurn() throws InterruptedException {
    if (!(join() instanceof WaitingPlace place)) {
      return Turn.DONE;
    }
    if (plan.impatient()) {
      claimTooEarly(place);
    }
    if (!waitFor(place)) {
      return Turn.DONE;
    }
    if (plan.temperament() == Temperament.NO_SHOW) {
      journal.count(Journal.Count.NO_SHOW);
      return Turn.DONE;
    }
    return switch (claim(place)) {
      case Claimed claimed ->
          new Purchase(plan, this::think, client, board, journal, visitor, random)
                  .shop(claimed.until())
              ? Turn.DONE
              : Turn.LOST;
      case TurnLost _ -> Turn.LOST;
      case SaleOver _ -> Turn.DONE;
    };
  }

  /** A place as the buyer remembers it. */
  private record WaitingPlace(String lane, long number, String epoch) {}

  private sealed interface ClaimOutcome {}

  private record Claimed(Instant until) implements ClaimOutcome {}

  private record TurnLost() implements ClaimOutcome {}

  private record SaleOver() implements ClaimOutcome {}

  private @Nullable WaitingPlace join() throws InterruptedException {
    while (true) {
      Answer answer = client.post("/queue/places", visitor, null, null);
      if (answer.status() == 201) {
        String epoch = answer.body().path("status").path("epoch").asText(board.status().epoch());
        var place =
            new WaitingPlace(answer.text("lane"), Long.parseLong(answer.text("place")), epoch);
        visitor.placeToken(answer.text("token"));
        journal.placed(
            new Journal.Place(plan.number(), epoch, place.lane(), place.number(), Instant.now()));
        return place;
      }
      if (answer.status() == 410) {
        journal.count(Journal.Count.CAME_TOO_LATE);
        return null;
      }
      if (answer.status() != 409) {
        throw new ContractBroken(
            "POST /queue/places answered %d: %s".formatted(answer.status(), answer.body()));
      }
      pause(answer.retryAfter() instanceof Duration wait ? wait : Duration.ofSeconds(1));
    }
  }

  /** Only where the turn will hardly come within the next seconds; the audit tells the rest. */
  private void claimTooEarly(WaitingPlace place) throws InterruptedException {
    QueueStatus status = board.status();
    long ahead = status.ahead(place.lane(), place.number());
    if (ahead < Math.max(50, status.perMinute() / 6)) {
      return;
    }
    Answer answer = client.post("/queue/claims", visitor, null, null);
    if (answer.succeeded()) {
      journalClaim(place, answer, status);
    } else if (answer.is(409, "not-your-turn")) {
      journal.count(Journal.Count.EARLY_CLAIM_REFUSED);
    } else if (answer.status() != 410) {
      journal.complain(
          "buyer %d: a claim %d places too early answered %d: %s"
              .formatted(plan.number(), ahead, answer.status(), answer.body()));
    }
  }

  private boolean waitFor(WaitingPlace place) throws InterruptedException {
    while (true) {
      QueueStatus status = board.status();
      if (status.serves(place.lane(), place.number())) {
        return true;
      }
      if (status.isOver()) {
        return false;
      }
      pause(status.pollAfter(status.ahead(place.lane(), place.number())));
    }
  }

  private ClaimOutcome claim(WaitingPlace place) throws InterruptedException {
    while (true) {
      QueueStatus status = board.status();
      Answer answer = client.post("/queue/claims", visitor, null, null);
      if (answer.succeeded()) {
        visitor.entryToken(answer.text("entryToken"));
        journalClaim(place, answer, status);
        return new Claimed(Instant.parse(answer.text("expiresAt")));
      }
      if (answer.is(410, "turn-passed")) {
        journal.count(Journal.Count.TURN_PASSED);
        return new TurnLost();
      }
      if (answer.is(409, "already-used")) {
        journal.count(Journal.Count.SESSION_ENDED);
        return new TurnLost();
      }
      if (answer.status() == 410) {
        return new SaleOver();
      }
      boolean later = answer.is(409, "not-your-turn") || answer.is(503, "house-full");
      if (!later) {
        throw new ContractBroken(
            "POST /queue/claims answered %d: %s".formatted(answer.status(), answer.body()));
      }
      if (answer.status() == 503) {
        journal.count(Journal.Count.HOUSE_FULL);
      }
      if (board.status().isOver()) {
        return new SaleOver();
      }
      pause(answer.retryAfter() instanceof Duration wait ? wait : Duration.ofSeconds(1));
    }
  }

  private void journalClaim(WaitingPlace place, Answer answer, QueueStatus seen) {
    journal.claimed(
        new Journal.Claim(
            plan.number(),
            place.epoch(),
            place.lane(),
            place.number(),
            answer.text("entryToken"),
            Instant.parse(answer.text("expiresAt")),
            seen.cutoffs().getOrDefault(place.lane(), 0L),
            Instant.now()));
  }

  private void think() throws InterruptedException {
    Thread.sleep(
        random.nextLong(
            profile.shortestThought().toMillis(), profile.longestThought().toMillis() + 1));
  }

  /** At least what was asked for, spread by a quarter so that nobody marches in step. */
  private void pause(Duration wait) throws InterruptedException {
    Thread.sleep(wait.toMillis() + random.nextLong(wait.toMillis() / 4 + 100));
  }

  private static void sleepUntil(Instant moment) throws InterruptedException {
    Duration wait = Duration.between(Instant.now(), moment);
    if (wait.isPositive()) {
      Thread.sleep(wait);
    }
  }
}
