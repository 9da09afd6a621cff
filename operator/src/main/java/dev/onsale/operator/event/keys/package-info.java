/** Who an event is at the platform's stores. */
@NullMarked
package dev.onsale.operator.event.keys;

import org.jspecify.annotations.NullMarked;
