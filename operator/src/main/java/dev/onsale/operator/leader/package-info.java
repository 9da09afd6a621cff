/** Who works, where there are several replicas. */
@NullMarked
package dev.onsale.operator.leader;

import org.jspecify.annotations.NullMarked;
