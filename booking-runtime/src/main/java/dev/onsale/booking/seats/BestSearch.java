package dev.onsale.booking.seats;

import dev.onsale.booking.redis.Reply;
import dev.onsale.booking.seats.BestRows.Step;
import dev.onsale.booking.seats.RowParts.Part;
import dev.onsale.booking.seats.Wish.Wanted;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds seats side by side: this process says which rows may have them, by what it knew a moment
 * ago, and Redis takes the first run that fits in one atomic step. What Redis did not find is not
 * asked for again, by anybody here, before seats changed.
 */
final class BestSearch {
  /** Each after all steps of the one before, if other rows are left. */
  private static final int MOST_ROUNDS = 3;

  private final BestRows rows;
  private final RowParts parts;
  private final SeatFeed feed;
  private volatile @Nullable Measured last;

  private record Measured(SeatView of, FreeRuns free) {}

  BestSearch(RowParts parts, SeatFeed feed) {
    this.parts = parts;
    this.rows = new BestRows(parts);
    this.feed = feed;
  }

  boolean possible(HoldRequest.BestAvailable request) {
    return rows.possible(request);
  }

  /** How to call the hold script. */
  interface Call extends Function<Wanted, CompletableFuture<Reply>> {}

  /**
   * The script's last reply: {@code NONE} or {@code FEW} only if nothing was found.
   *
   * @param hash of who asks
   * @param gaps whether the event lets single seats be left wherever it may be
   */
  CompletableFuture<Reply> start(
      HoldRequest.BestAvailable request, int hash, boolean gaps, Call call) {
    return new Search(request, hash, gaps, call).round(1);
  }

  private CompletableFuture<FreeRuns> runs() {
    SeatFeed.Known known = feed.knownNow();
    return known == null
        ? CompletableFuture.supplyAsync(
            () -> runs(feed.known().seats()), Thread::startVirtualThread)
        : CompletableFuture.completedFuture(runs(known.seats()));
  }

  private FreeRuns runs(SeatView now) {
    Measured known = last;
    if (known == null || known.of() != now) {
      known = new Measured(now, new FreeRuns(now.bits(), now.standingFree(), parts));
      last = known;
    }
    return known.free();
  }

  private final class Search {
    private final HoldRequest.BestAvailable request;
    private final int hash;
    private final boolean gaps;
    private final Call call;

    Search(HoldRequest.BestAvailable request, int hash, boolean gaps, Call call) {
      this.request = request;
      this.hash = hash;
      this.gaps = gaps;
      this.call = call;
    }

    CompletableFuture<Reply> round(int number) {
      return runs()
          .thenCompose(
              free -> {
                List<Step> steps = rows.steps(request, free, hash, gaps);
                return steps.isEmpty()
                    // who repeats a request gets its hold although no other seats are left
                    ? call.apply(wanted(new BestRows.Rows(List.of(), false)))
                    : from(steps, 0, free, number);
              });
    }

    private CompletableFuture<Reply> from(List<Step> steps, int at, FreeRuns free, int number) {
      Step step = steps.get(at);
      free.send(step.first(), request.quantity());
      return call.apply(wanted(step))
          .whenComplete((reply, failure) -> settle(step.first(), taken(reply), free))
          .thenCompose(
              reply -> {
                if (!reply.outcome().equals("NONE") && !reply.outcome().equals("FEW")) {
                  return CompletableFuture.completedFuture(reply);
                }
                note(step, free);
                if (at + 1 < steps.size()) {
                  return from(steps, at + 1, free, number);
                }
                return number < MOST_ROUNDS
                    ? round(number + 1)
                    : CompletableFuture.completedFuture(reply);
              });
    }

    private @Nullable Part taken(@Nullable Reply reply) {
      return reply != null && reply.outcome().equals("HELD")
          ? parts.of(reply.count(Holds.FIRST_SEAT))
          : null;
    }

    private void settle(Part sent, @Nullable Part taken, FreeRuns free) {
      if (!sent.equals(taken)) {
        free.send(sent, -request.quantity());
        if (taken != null) {
          free.send(taken, request.quantity());
        }
      }
    }

    private Wanted wanted(Step step) {
      return switch (step) {
        case BestRows.Rows some -> Wanted.best(request.quantity(), some);
        case BestRows.Standing(Part section) -> Wanted.standing(request.quantity(), section);
      };
    }

    private void note(Step step, FreeRuns free) {
      switch (step) {
        case BestRows.Rows some -> free.noneIn(some.parts(), request.quantity(), some.leavingOne());
        case BestRows.Standing(Part section) ->
            free.noneIn(List.of(section), request.quantity(), false);
      }
    }
  }
}
