/** What a deleted event left open is settled from the operator's namespace. */
@NullMarked
package dev.onsale.operator.event.settlement;

import org.jspecify.annotations.NullMarked;
