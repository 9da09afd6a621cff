/** A whole sale in a minute: the real waiting room with people and trouble that are made up. */
@NullMarked
package dev.onsale.booking.simulation;

import org.jspecify.annotations.NullMarked;
