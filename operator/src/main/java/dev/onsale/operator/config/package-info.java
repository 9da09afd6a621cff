/** What the runtime is told: boot, live and seat map as files. */
@NullMarked
package dev.onsale.operator.config;

import org.jspecify.annotations.NullMarked;
