package dev.onsale.booking.web;

import dev.onsale.booking.tickets.Ticket;
import java.time.Instant;

/**
 * A ticket as its owner sees it.
 *
 * @param pass path of the QR code
 */
record TicketView(String id, String order, String seat, Instant issuedAt, String pass) {

  static TicketView of(Ticket ticket, String base) {
    return new TicketView(
        ticket.id().toString(),
        ticket.orderId().toString(),
        ticket.seat(),
        ticket.issuedAt(),
        base + "/tickets/" + ticket.id() + "/pass.svg");
  }
}
