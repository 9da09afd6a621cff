/** How KEDA scales an event's pods. */
@NullMarked
package dev.onsale.operator.scaling;

import org.jspecify.annotations.NullMarked;
