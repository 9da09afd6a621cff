/** Whether this process is alive, and ready. */
@NullMarked
package dev.onsale.operator.health;

import org.jspecify.annotations.NullMarked;
