/** The end of an event: settle, stop, lock or drop. */
@NullMarked
package dev.onsale.operator.event.deletion;

import org.jspecify.annotations.NullMarked;
