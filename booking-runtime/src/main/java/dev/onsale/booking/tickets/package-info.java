/** Tickets and the signed passes a scanner verifies offline. */
@NullMarked
package dev.onsale.booking.tickets;

import org.jspecify.annotations.NullMarked;
