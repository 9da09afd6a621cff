@NullMarked
package dev.onsale.booking.worker;

import org.jspecify.annotations.NullMarked;
