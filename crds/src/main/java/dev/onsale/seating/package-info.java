/** The seat map: what there is to sell, and the numbers that operator and runtime agree on. */
@NullMarked
package dev.onsale.seating;

import org.jspecify.annotations.NullMarked;
