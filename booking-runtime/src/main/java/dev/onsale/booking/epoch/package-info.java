@NullMarked
package dev.onsale.booking.epoch;

import org.jspecify.annotations.NullMarked;
