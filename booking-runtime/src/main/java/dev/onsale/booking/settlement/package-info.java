/** The end of an event whose own processes are gone: what is open is settled, then it ends. */
@NullMarked
package dev.onsale.booking.settlement;

import org.jspecify.annotations.NullMarked;
