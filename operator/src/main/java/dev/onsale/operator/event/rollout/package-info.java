/** When pods may roll: revisions of what was rolled, the freeze, and what waits for its end. */
@NullMarked
package dev.onsale.operator.event.rollout;

import org.jspecify.annotations.NullMarked;
