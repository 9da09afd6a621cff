@NullMarked
package dev.onsale.booking.stores;

import org.jspecify.annotations.NullMarked;
