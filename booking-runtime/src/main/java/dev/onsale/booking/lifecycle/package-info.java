/** What runs beside the requests of a process while it serves. */
@NullMarked
package dev.onsale.booking.lifecycle;

import org.jspecify.annotations.NullMarked;
