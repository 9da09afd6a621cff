/** What stands around an event's pods where cluster and platform have it. */
@NullMarked
package dev.onsale.operator.event.surroundings;

import org.jspecify.annotations.NullMarked;
