@NullMarked
package dev.onsale.booking.tokens;

import org.jspecify.annotations.NullMarked;
