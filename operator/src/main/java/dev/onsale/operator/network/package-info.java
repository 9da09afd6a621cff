/** Who may talk to an event's pods, and to whom they may talk. Pure. */
@NullMarked
package dev.onsale.operator.network;

import org.jspecify.annotations.NullMarked;
