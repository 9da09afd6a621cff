@NullMarked
package dev.onsale.booking.redis;

import org.jspecify.annotations.NullMarked;
