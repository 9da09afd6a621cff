package dev.onsale.testbed.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.testbed.buyers.Journal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTest {
  private static final int CAPACITY = 3;
  private static final int MAX_ACTIVE = 2;
  private static final Instant OPENING = Instant.parse("2027-03-01T10:00:00Z");

  private final Journal journal = new Journal();
  private final List<Books.Order> orders = new ArrayList<>();
  private final List<Books.SeatOfOrder> seats = new ArrayList<>();
  private final List<Books.SeatClaim> claims = new ArrayList<>();
  private final List<Books.Ticket> tickets = new ArrayList<>();
  private final List<Books.ProviderPayment> payments = new ArrayList<>();

  @Test
  void anHonestSaleKeepsEveryPromise() {
    sell("o1", 1, 0);
    sell("o2", 2, 1);

    Findings findings = audit();

    assertThat(findings.breaches()).isEmpty();
    assertThat(findings.sold()).isEqualTo(2);
  }

  @Test
  void aSeatOfTwoConfirmedOrdersIsADoubleSale() {
    sell("o1", 1, 0);
    sell("o2", 2, 0);

    assertThat(audit().count(Promise.ONE_OWNER)).isEqualTo(1);
  }

  @Test
  void aSeatShownToTwoBuyersIsADoubleSaleThoughTheDatabaseKnowsOneOwner() {
    sell("o1", 1, 0);
    journal.confirmed(confirmation("o2", 2, new Journal.Ticket("t-o2", "A-0")));

    assertThat(audit().count(Promise.ONE_OWNER)).isEqualTo(1);
  }

  @Test
  void moreTicketsThanSeatsIsADoubleSale() {
    for (int seat = 0; seat <= CAPACITY; seat++) {
      sell("o" + seat, seat, seat);
    }

    assertThat(audit().count(Promise.ONE_OWNER)).isEqualTo(1);
  }

  @Test
  void aCapturedPaymentWithoutTicketOrRefundIsFound() {
    order("o1", "EXPIRED", 0);
    payments.add(new Books.ProviderPayment("o1:1", "o1", 100, "CAPTURED"));

    assertThat(audit().count(Promise.PAID_MEANS_TICKETS)).isEqualTo(1);
  }

  @Test
  void aRefundedPaymentNeedsNoTicket() {
    order("o1", "EXPIRED", 0);
    payments.add(new Books.ProviderPayment("o1:1", "o1", 100, "REFUNDED"));

    assertThat(audit().breaches()).isEmpty();
  }

  @Test
  void anOrderCapturedTwiceIsFound() {
    sell("o1", 1, 0);
    payments.add(new Books.ProviderPayment("o1:2", "o1", 100, "CAPTURED"));

    assertThat(audit().count(Promise.PAID_MEANS_TICKETS)).isEqualTo(1);
  }

  @Test
  void aConfirmedOrderThatTheDatabaseLostIsFound() {
    journal.confirmed(confirmation("gone", 1));

    assertThat(audit().count(Promise.CONFIRMED_SURVIVES)).isEqualTo(1);
  }

  @Test
  void aTicketWithoutItsSoldClaimUnbalancesTheBooks() {
    sell("o1", 1, 0);
    claims.clear();

    assertThat(audit().count(Promise.BOOKS_BALANCE)).isEqualTo(1);
  }

  @Test
  void whoEntersBeforeTheirPlaceWasReleasedIsATurnViolation() {
    journal.published(new Journal.Window("1", "main", 1, 400, OPENING));
    journal.published(new Journal.Window("1", "main", 401, 600, OPENING.plusSeconds(5)));
    journal.claimed(claim(1, 500, "s1", 401, 2));

    assertThat(audit().count(Promise.TURN)).isEqualTo(1);
  }

  @Test
  void whoEntersOnAPlaceThatWasNeverReleasedIsATurnViolation() {
    journal.published(new Journal.Window("1", "main", 1, 400, OPENING));
    journal.claimed(claim(1, 401, "s1", 401, 2));

    assertThat(audit().count(Promise.TURN)).isEqualTo(1);
  }

  @Test
  void whoWaitedLongForTheAnswerToAnEarlyClaimMayHaveEnteredInTime() {
    journal.published(new Journal.Window("1", "main", 1, 400, OPENING));
    journal.published(new Journal.Window("1", "main", 401, 600, OPENING.plusSeconds(5)));
    journal.claimed(claim(1, 500, "s1", 101, 6));

    assertThat(audit().breaches()).isEmpty();
  }

  @Test
  void aClaimIsEarlyWhenTheCutoffIsStillBelowItSecondsLater() {
    journal.claimed(claim(1, 50, "s1", 40, 0));
    journal.published(new Journal.Cutoff("1", "main", 45, OPENING.plusSeconds(6)));

    assertThat(audit().count(Promise.TURN)).isEqualTo(1);
  }

  @Test
  void aClaimJustAheadOfAStaleStatusIsFine() {
    journal.claimed(claim(1, 50, "s1", 40, 0));
    journal.published(new Journal.Cutoff("1", "main", 45, OPENING.plusSeconds(1)));
    journal.published(new Journal.Cutoff("1", "main", 60, OPENING.plusSeconds(6)));

    assertThat(audit().breaches()).isEmpty();
  }

  @Test
  void onePlaceForTwoBuyersIsATurnViolation() {
    journal.placed(new Journal.Place(1, "1", "main", 7, OPENING));
    journal.placed(new Journal.Place(2, "1", "main", 7, OPENING));

    assertThat(audit().count(Promise.TURN)).isEqualTo(1);
  }

  @Test
  void onePlaceForTwoSessionsIsATurnViolation() {
    journal.claimed(claim(1, 7, "s1", 10, 0));
    journal.claimed(claim(2, 7, "s2", 10, 1));
    journal.departs("s1");

    assertThat(audit().count(Promise.TURN)).isEqualTo(1);
  }

  @Test
  void moreSessionsAtOnceThanAllowedAreFoundByTheBuyersThemselves() {
    for (int buyer = 0; buyer <= MAX_ACTIVE; buyer++) {
      journal.claimed(claim(buyer, buyer, "s" + buyer, 10, buyer));
    }

    Findings findings = audit();

    assertThat(findings.maxActiveSeen()).isEqualTo(MAX_ACTIVE + 1);
    assertThat(findings.count(Promise.ACTIVE_BOUND)).isEqualTo(1);
  }

  @Test
  void withoutTheDatabaseTheAuditSaysWhatItCouldNotCheck() {
    Findings findings =
        Audit.ofBuyersAlone(CAPACITY, MAX_ACTIVE, journal, "no superuser of that database");

    assertThat(findings.notChecked()).singleElement().asString().contains("no superuser");
  }

  private Findings audit() {
    return Audit.of(
        CAPACITY,
        MAX_ACTIVE,
        journal,
        new Books(orders, seats, claims, tickets, payments, MAX_ACTIVE));
  }

  private void order(String id, String state, int seat) {
    orders.add(new Books.Order(id, state, 100));
    seats.add(new Books.SeatOfOrder(id, seat, "A-" + seat));
  }

  private void sell(String id, int buyer, int seat) {
    order(id, "CONFIRMED", seat);
    claims.add(new Books.SeatClaim(seat, id, true));
    tickets.add(new Books.Ticket("t-" + id, id, seat));
    payments.add(new Books.ProviderPayment(id + ":1", id, 100, "CAPTURED"));
    journal.confirmed(confirmation(id, buyer));
  }

  private static Journal.Confirmation confirmation(
      String order, int buyer, Journal.Ticket... shown) {
    return new Journal.Confirmation(buyer, order, List.of(shown), OPENING);
  }

  private static Journal.Claim claim(
      int buyer, long place, String session, long cutoff, int atSecond) {
    return new Journal.Claim(
        buyer,
        "1",
        "main",
        place,
        session,
        OPENING.plusSeconds(600),
        cutoff,
        OPENING.plusSeconds(atSecond));
  }
}
