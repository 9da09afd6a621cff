/** Paying an order: attempts, the provider, and getting every attempt to its end. */
@NullMarked
package dev.onsale.booking.payments;

import org.jspecify.annotations.NullMarked;
