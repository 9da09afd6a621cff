@NullMarked
package dev.onsale.booking.seats;

import org.jspecify.annotations.NullMarked;
