/** Generated material: one root Secret, everything else derived from it. */
@NullMarked
package dev.onsale.operator.secrets;

import org.jspecify.annotations.NullMarked;
