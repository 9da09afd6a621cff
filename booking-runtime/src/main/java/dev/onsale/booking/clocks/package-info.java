/** Whether the stores agree on what time it is. */
@NullMarked
package dev.onsale.booking.clocks;

import org.jspecify.annotations.NullMarked;
