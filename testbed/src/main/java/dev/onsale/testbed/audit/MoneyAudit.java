package dev.onsale.testbed.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every captured payment of the provider's books against tickets and refunds. */
final class MoneyAudit {
  private final Books books;

  MoneyAudit(Books books) {
    this.books = books;
  }

  List<Breach> breaches() {
    Map<String, Long> tickets =
        books.tickets().stream()
            .collect(Collectors.groupingBy(Books.Ticket::order, Collectors.counting()));
    Map<String, Long> seats =
        books.seats().stream()
            .collect(Collectors.groupingBy(Books.SeatOfOrder::order, Collectors.counting()));
    Map<String, Books.Order> orders =
        books.orders().stream().collect(Collectors.toMap(Books.Order::id, order -> order));
    Map<String, List<Books.ProviderPayment>> captured =
        books.payments().stream()
            .filter(Books.ProviderPayment::isCaptured)
            .collect(Collectors.groupingBy(Books.ProviderPayment::order));
    List<Breach> breaches = new ArrayList<>();
    captured.forEach(
        (order, payments) -> {
          long issued = tickets.getOrDefault(order, 0L);
          long paidFor = seats.getOrDefault(order, 0L);
          if (issued == 0 || issued < paidFor) {
            breaches.add(
                unserved(order, "has %d of %d tickets and no refund".formatted(issued, paidFor)));
          }
          payments.stream()
              .skip(1)
              .forEach(
                  extra -> breaches.add(unserved(order, "was captured again as " + extra.key())));
          Books.Order booked = orders.get(order);
          if (booked != null && payments.getFirst().amount() != booked.total()) {
            breaches.add(
                new Breach(
                    Promise.BOOKS_BALANCE,
                    "order %s costs %d, captured were %d"
                        .formatted(order, booked.total(), payments.getFirst().amount())));
          }
        });
    tickets.forEach(
        (order, issued) -> {
          if (!captured.containsKey(order)) {
            breaches.add(
                new Breach(
                    Promise.BOOKS_BALANCE,
                    "order %s has %d tickets and no captured payment".formatted(order, issued)));
          }
        });
    return breaches;
  }

  private static Breach unserved(String order, String what) {
    return new Breach(Promise.PAID_MEANS_TICKETS, "the payment of order " + order + " " + what);
  }
}
