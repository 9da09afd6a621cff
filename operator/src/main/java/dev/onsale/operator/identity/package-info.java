/** Who an event is: the names of everything made for it. */
@NullMarked
package dev.onsale.operator.identity;

import org.jspecify.annotations.NullMarked;
