package dev.onsale.testbed.audit;

import dev.onsale.testbed.buyers.Journal;
import java.util.ArrayList;
import java.util.List;

/** Compares what buyers were told with what the stores hold. */
public final class Audit {
  private Audit() {}

  /**
   * @param capacity sellable seats and standing places of the seat map
   * @param maxActive the event's bound on sessions at once
   */
  public static Findings of(int capacity, int maxActive, Journal journal, Books books) {
    var seats = new SeatAudit(capacity, journal, books);
    var turns = new TurnAudit(journal);
    List<Breach> breaches = new ArrayList<>(seats.breaches());
    breaches.addAll(new MoneyAudit(books).breaches());
    breaches.addAll(turns.breaches());
    List<String> notChecked = new ArrayList<>();
    int lived = turns.sessionsAtOnce();
    Integer counted = books.sessionsPeak();
    if (counted == null) {
      notChecked.add("the runtime's own peak of sessions: runtime_status has no row");
    }
    int most = Math.max(lived, counted == null ? 0 : counted);
    if (most > maxActive) {
      breaches.add(
          new Breach(
              Promise.ACTIVE_BOUND,
              "%d sessions at once, allowed are %d".formatted(most, maxActive)));
    }
    return new Findings(capacity, seats.sold(), most, breaches, notChecked);
  }

  /** The audit that is left where the database cannot be read: only what buyers were told. */
  public static Findings ofBuyersAlone(
      int capacity, int maxActive, Journal journal, String whyNoBooks) {
    var turns = new TurnAudit(journal);
    var none = new Books(List.of(), List.of(), List.of(), List.of(), List.of(), null);
    List<Breach> breaches =
        new ArrayList<>(
            new SeatAudit(capacity, journal, none)
                .breaches().stream().filter(b -> b.promise() == Promise.ONE_OWNER).toList());
    breaches.addAll(turns.breaches());
    int most = turns.sessionsAtOnce();
    if (most > maxActive) {
      breaches.add(
          new Breach(
              Promise.ACTIVE_BOUND,
              "%d sessions at once, allowed are %d".formatted(most, maxActive)));
    }
    int shown = journal.confirmations().stream().mapToInt(c -> c.tickets().size()).sum();
    return new Findings(
        capacity,
        shown,
        most,
        breaches,
        List.of("orders, payments and tickets in PostgreSQL: " + whyNoBooks));
  }
}
