/** The whole product on a real node. */
@NullMarked
package dev.onsale.system;

import org.jspecify.annotations.NullMarked;
