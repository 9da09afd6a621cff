/** How buyers' requests find the right pods of an event. Pure. */
@NullMarked
package dev.onsale.operator.routing;

import org.jspecify.annotations.NullMarked;
