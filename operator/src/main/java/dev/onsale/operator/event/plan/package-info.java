/** What an event's objects are rendered from. */
@NullMarked
package dev.onsale.operator.event.plan;

import org.jspecify.annotations.NullMarked;
