/** The network matrix, evaluated pair by pair. */
@NullMarked
package dev.onsale.operator.network;

import org.jspecify.annotations.NullMarked;
