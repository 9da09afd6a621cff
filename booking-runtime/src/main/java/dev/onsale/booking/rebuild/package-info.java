@NullMarked
package dev.onsale.booking.rebuild;

import org.jspecify.annotations.NullMarked;
