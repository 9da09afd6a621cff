@NullMarked
package dev.onsale.booking.boundary;

import org.jspecify.annotations.NullMarked;
