/** Kinds that not every cluster has: found out, watched, applied, deleted. */
@NullMarked
package dev.onsale.operator.optional;

import org.jspecify.annotations.NullMarked;
