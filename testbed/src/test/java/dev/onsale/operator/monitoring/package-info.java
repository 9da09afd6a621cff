/** The network matrix, evaluated pair by pair. */
@NullMarked
package dev.onsale.operator.monitoring;

import org.jspecify.annotations.NullMarked;
