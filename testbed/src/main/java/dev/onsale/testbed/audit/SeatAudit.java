package dev.onsale.testbed.audit;

import dev.onsale.testbed.buyers.Journal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who owns which seat, by the database and by what buyers were shown. */
final class SeatAudit {
  private final int capacity;
  private final Journal journal;
  private final Books books;
  private final Set<String> confirmed;

  SeatAudit(int capacity, Journal journal, Books books) {
    this.capacity = capacity;
    this.journal = journal;
    this.books = books;
    this.confirmed =
        books.orders().stream()
            .filter(Books.Order::isConfirmed)
            .map(Books.Order::id)
            .collect(Collectors.toSet());
  }

  int sold() {
    return (int)
        books.tickets().stream().filter(ticket -> confirmed.contains(ticket.order())).count();
  }

  List<Breach> breaches() {
    List<Breach> breaches = new ArrayList<>();
    twoOwners(breaches);
    if (sold() > capacity) {
      breaches.add(
          new Breach(Promise.ONE_OWNER, "%d tickets for %d seats".formatted(sold(), capacity)));
    }
    lostConfirmations(breaches);
    ticketsAgainstClaims(breaches);
    return breaches;
  }

  /** Owners of a seat are orders: those the tables name and those that buyers were shown. */
  private void twoOwners(List<Breach> breaches) {
    Map<Integer, String> labels = new HashMap<>();
    Map<String, Integer> indexes = new HashMap<>();
    Map<Object, Set<String>> owners = new HashMap<>();
    for (Books.SeatOfOrder seat : books.seats()) {
      labels.put(seat.index(), seat.label());
      indexes.put(seat.label(), seat.index());
      if (confirmed.contains(seat.order())) {
        owners.computeIfAbsent(seat.index(), _ -> new TreeSet<>()).add(seat.order());
      }
    }
    for (Books.Ticket ticket : books.tickets()) {
      owners.computeIfAbsent(ticket.index(), _ -> new TreeSet<>()).add(ticket.order());
    }
    for (Journal.Confirmation confirmation : journal.confirmations()) {
      for (Journal.Ticket ticket : confirmation.tickets()) {
        Object seat =
            indexes.containsKey(ticket.seat()) ? indexes.get(ticket.seat()) : ticket.seat();
        owners.computeIfAbsent(seat, _ -> new TreeSet<>()).add(confirmation.order());
      }
    }
    owners.forEach(
        (seat, orders) -> {
          if (orders.size() > 1) {
            breaches.add(
                new Breach(
                    Promise.ONE_OWNER,
                    "seat %s belongs to orders %s"
                        .formatted(
                            seat instanceof Integer index
                                ? labels.getOrDefault(index, "#" + index)
                                : seat,
                            orders)));
          }
        });
  }

  private void lostConfirmations(List<Breach> breaches) {
    Map<String, String> stateOf =
        books.orders().stream().collect(Collectors.toMap(Books.Order::id, Books.Order::state));
    Set<String> ticketIds =
        books.tickets().stream().map(Books.Ticket::id).collect(Collectors.toSet());
    for (Journal.Confirmation confirmation : journal.confirmations()) {
      String state = stateOf.getOrDefault(confirmation.order(), "missing");
      if (!state.equals("CONFIRMED")) {
        breaches.add(
            new Breach(
                Promise.CONFIRMED_SURVIVES,
                "order %s was confirmed to buyer %d and is %s"
                    .formatted(confirmation.order(), confirmation.buyer(), state)));
      }
      for (Journal.Ticket ticket : confirmation.tickets()) {
        if (!ticketIds.contains(ticket.id())) {
          breaches.add(
              new Breach(
                  Promise.CONFIRMED_SURVIVES,
                  "ticket %s for seat %s was shown to buyer %d and is missing"
                      .formatted(ticket.id(), ticket.seat(), confirmation.buyer())));
        }
      }
    }
  }

  /** Sold claims and tickets are two sides of one book. */
  private void ticketsAgainstClaims(List<Breach> breaches) {
    Map<Integer, String> ticketed = new TreeMap<>();
    books.tickets().forEach(ticket -> ticketed.put(ticket.index(), ticket.order()));
    Map<Integer, String> sold = new TreeMap<>();
    books.claims().stream()
        .filter(Books.SeatClaim::sold)
        .forEach(claim -> sold.put(claim.index(), claim.order()));
    ticketed.forEach(
        (index, order) -> {
          if (!order.equals(sold.get(index))) {
            breaches.add(
                new Breach(
                    Promise.BOOKS_BALANCE,
                    "seat #%d has a ticket of order %s, its sold claim is of %s"
                        .formatted(index, order, sold.getOrDefault(index, "nobody"))));
          }
        });
    sold.forEach(
        (index, order) -> {
          if (!ticketed.containsKey(index)) {
            breaches.add(
                new Breach(
                    Promise.BOOKS_BALANCE,
                    "seat #%d is sold to order %s and has no ticket".formatted(index, order)));
          }
        });
  }
}
