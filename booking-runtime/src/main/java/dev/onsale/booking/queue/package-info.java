@NullMarked
package dev.onsale.booking.queue;

import org.jspecify.annotations.NullMarked;
