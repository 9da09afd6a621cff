/** Lots that anybody can check: commitment, public randomness, seed, numbers. */
@NullMarked
package dev.onsale.booking.draw;

import org.jspecify.annotations.NullMarked;
