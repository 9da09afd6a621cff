@NullMarked
package dev.onsale.seating;

import org.jspecify.annotations.NullMarked;
