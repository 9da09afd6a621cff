/** TicketEvent: the order of work, from a spec to a sale. */
@NullMarked
package dev.onsale.operator.event;

import org.jspecify.annotations.NullMarked;
