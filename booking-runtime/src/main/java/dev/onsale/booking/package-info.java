@NullMarked
package dev.onsale.booking;

import org.jspecify.annotations.NullMarked;
