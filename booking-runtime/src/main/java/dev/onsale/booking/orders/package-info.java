/** Orders: who owns which seats, from the hold to the ticket or back. */
@NullMarked
package dev.onsale.booking.orders;

import org.jspecify.annotations.NullMarked;
