/** What each process tells the operator. */
@NullMarked
package dev.onsale.booking.status;

import org.jspecify.annotations.NullMarked;
