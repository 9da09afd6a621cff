package dev.onsale.booking.simulation;

import dev.onsale.booking.Asking;
import dev.onsale.booking.queue.ClaimOutcome;
import dev.onsale.booking.queue.PollTable;
import dev.onsale.booking.queue.PublicStatus;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.stores.StoreUnavailableException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the visitors' devices do, as the page does it: look at the public status when the poll table
 * says, claim when called, ask again when refused, leave. One thread keeps the time; each call of
 * the waiting room has a virtual thread.
 */
final class Devices implements Runnable {
  private final Script script;
  private final List<Pod> pods;
  private final Findings findings;
  private final Random random = new Random(7);
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::at));
  private final ConcurrentLinkedQueue<Due> arriving = new ConcurrentLinkedQueue<>();
  private final List<Visitor> visitors;
  private volatile boolean over;
  private volatile @Nullable Outage outage;

  /** What is due is void once the visitor has something else to do. */
  private record Due(long at, Visitor visitor, int ticket) {}

  Devices(Script script, List<Pod> pods, Findings findings, List<Visitor> visitors, long opensAt) {
    this.script = script;
    this.pods = pods;
    this.findings = findings;
    this.visitors = visitors;
    long spread = script.ours(Duration.ofSeconds(30)).toMillis();
    for (Visitor visitor : visitors) {
      // everybody looked before the opening, at a moment of their own
      due.add(next(visitor, opensAt - random.nextLong(spread)));
    }
  }

  private static Due next(Visitor visitor, long at) {
    return new Due(at, visitor, ++visitor.ticket);
  }

  /** Everybody's session was lost; who was inside claims again, and stays so much longer. */
  void lost(Outage lost) {
    outage = lost;
  }

  void stop() {
    over = true;
  }

  @Override
  public void run() {
    try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
      while (!over) {
        for (Due next = arriving.poll(); next != null; next = arriving.poll()) {
          due.add(next);
        }
        Outage lost = outage;
        if (lost != null) {
          outage = null;
          visitors.forEach(visitor -> claimAgain(visitor, lost));
        }
        long now = System.currentTimeMillis();
        Due head = due.peek();
        while (head != null && head.at() <= now) {
          due.remove();
          if (head.ticket() == head.visitor().ticket) {
            act(head.visitor(), now, calls);
          }
          head = due.peek();
        }
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private void act(Visitor visitor, long now, ExecutorService calls) {
    switch (visitor.state) {
      case Waiting -> look(visitor, now, calls);
      case Inside -> calls.submit(() -> inside(visitor));
      case Gone -> {}
    }
  }

  private void claimAgain(Visitor visitor, Outage lost) {
    if (visitor.state == Visitor.State.Inside) {
      findings.changes.add(new Findings.Change(lost.from(), -1, visitor.buyer));
      visitor.state = Visitor.State.Waiting;
      visitor.cameBack = true;
      visitor.leavesAt += lost.length();
      due.add(next(visitor, System.currentTimeMillis() + random.nextLong(seconds(2))));
    }
  }

  /** A status that is older than what this device knows is ignored. */
  private void look(Visitor visitor, long now, ExecutorService calls) {
    Optional<PublicStatus> read = pods.get(visitor.looks++ % pods.size()).board.status();
    if (read.isEmpty() || older(read.get(), visitor)) {
      due.add(next(visitor, now + seconds(1)));
      return;
    }
    PublicStatus status = read.get();
    visitor.epochSeen = status.epoch();
    visitor.versionSeen = status.version();
    long cutoff = ((Number) status.lanes().getFirst().cutoff()).longValue();
    if (visitor.place.number() < cutoff) {
      visitor.firstAtDoor = visitor.firstAtDoor == 0 ? now : visitor.firstAtDoor;
      calls.submit(() -> claim(visitor));
      return;
    }
    if (visitor.impatient) {
      calls.submit(() -> early(visitor));
    }
    int pause = PollTable.seconds(status.poll(), visitor.place.number() - cutoff + 1);
    long again = now + seconds(pause);
    if (pause > 2) {
      visitor.toldToSleepUntil = Math.max(visitor.toldToSleepUntil, again);
    }
    due.add(next(visitor, again));
  }

  private static boolean older(PublicStatus read, Visitor visitor) {
    return read.epoch() < visitor.epochSeen
        || (read.epoch() == visitor.epochSeen && read.version() < visitor.versionSeen);
  }

  private void early(Visitor visitor) {
    try {
      long epoch = pod(visitor).redis.epoch();
      ClaimOutcome outcome = Asking.claim(pod(visitor).queue, visitor.place, visitor.buyer);
      if (outcome instanceof ClaimOutcome.Inside inside && !inside.repeated()) {
        enter(visitor, inside, epoch);
      }
    } catch (StoreUnavailableException | StaleEpochException away) {
      findings.storeAway.incrementAndGet();
    }
  }

  private void claim(Visitor visitor) {
    Duration again = script.ours(Duration.ofSeconds(2));
    try {
      long epoch = pod(visitor).redis.epoch();
      switch (Asking.claim(pod(visitor).queue, visitor.place, visitor.buyer)) {
        case ClaimOutcome.Inside inside -> {
          came(visitor, inside, epoch);
          return;
        }
        case ClaimOutcome.HouseFull(Duration askAgainIn) -> {
          findings.refusals.incrementAndGet();
          again = script.ours(askAgainIn);
        }
        case ClaimOutcome.NotYourTurn(long _, Duration askAgainIn) -> {
          findings.notYet.incrementAndGet();
          again = script.ours(askAgainIn);
        }
        case ClaimOutcome.TurnPassed() -> {
          if (wasInside(visitor)) {
            visitor.state = Visitor.State.Gone;
          } else {
            late(visitor);
          }
          return;
        }
        case ClaimOutcome.AlreadyUsed() -> {
          visitor.state = Visitor.State.Gone;
          return;
        }
        case ClaimOutcome.NotDrawn(Duration _), ClaimOutcome.Over(String _) -> {
          findings.violations.add("place " + visitor.place.number() + " met a closed sale");
          return;
        }
      }
    } catch (StoreUnavailableException | StaleEpochException away) {
      findings.storeAway.incrementAndGet();
    } catch (RuntimeException failure) {
      findings.violations.add("a claim failed: " + failure);
    }
    arriving.add(next(visitor, System.currentTimeMillis() + again.toMillis()));
  }

  private void came(Visitor visitor, ClaimOutcome.Inside inside, long epoch) {
    boolean lostAnswer = inside.session().number() == visitor.place.number();
    if (inside.repeated() && !lostAnswer) {
      // the other device of this buyer has the session; this one's page shows the same
      findings.repeatedClaims.incrementAndGet();
      visitor.state = Visitor.State.Gone;
    } else {
      enter(visitor, inside, epoch);
    }
  }

  private void enter(Visitor visitor, ClaimOutcome.Inside inside, long epoch) {
    long now = System.currentTimeMillis();
    synchronized (visitor) {
      if (visitor.state != Visitor.State.Waiting) {
        return;
      }
      visitor.state = Visitor.State.Inside;
    }
    visitor.enteredInEpoch = epoch;
    visitor.endsAt = inside.expiresAt().toEpochMilli();
    if (!visitor.cameBack) {
      findings.entries.add(new Findings.Entry(visitor.place.number(), now, visitor.stay));
      findings.sleeps.add(new Findings.Sleep(visitor.place.number(), visitor.toldToSleepUntil));
      visitor.leavesAt = now + visitor.stay;
    }
    // a session that began again ends when it would have ended
    visitor.leavesAt = Math.min(visitor.leavesAt, visitor.endsAt);
    visitor.session = inside.session().text();
    findings.changes.add(new Findings.Change(now, 1, visitor.buyer));
    arriving.add(next(visitor, visitor.leavesAt));
  }

  /** The time of a session is over. */
  private void inside(Visitor visitor) {
    visitor.state = Visitor.State.Gone;
    long left = Math.min(visitor.endsAt, System.currentTimeMillis());
    findings.changes.add(new Findings.Change(left, -1, visitor.buyer));
    String session = visitor.session;
    if (visitor.silent || session == null) {
      return;
    }
    try {
      pod(visitor).queue.leave(session, visitor.buyer);
      if (visitor.greedy
          && Asking.claim(pod(visitor).queue, visitor.place, visitor.buyer)
              instanceof ClaimOutcome.Inside inside
          && !inside.repeated()
          && !lostSince(visitor)) {
        findings.violations.add("place " + visitor.place.number() + " was good for two sessions");
      }
    } catch (StoreUnavailableException | StaleEpochException away) {
      findings.storeAway.incrementAndGet();
    }
  }

  /** With Redis it forgets who claimed since the last checkpoint. */
  private boolean lostSince(Visitor visitor) {
    return pod(visitor).redis.epoch() != visitor.enteredInEpoch;
  }

  /** Whose session's time ended while Redis was away had their turn. */
  private static boolean wasInside(Visitor visitor) {
    return visitor.cameBack && System.currentTimeMillis() >= visitor.endsAt;
  }

  /** Who came within the claim timeout must never hear that their turn passed. */
  private void late(Visitor visitor) {
    findings.passed.incrementAndGet();
    visitor.state = Visitor.State.Gone;
    findings.violations.add(
        "place %d was refused for good %.0f s after it came first"
            .formatted(
                visitor.place.number(),
                script.theirs(System.currentTimeMillis() - visitor.firstAtDoor)));
  }

  private Pod pod(Visitor visitor) {
    return pods.get(visitor.looks % pods.size());
  }

  private long seconds(int visitors) {
    return script.ours(Duration.ofSeconds(visitors)).toMillis();
  }
}
