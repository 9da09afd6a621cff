/** Pure decisions on a spec: what is wrong, what is not supported yet, and the fix. */
@NullMarked
package dev.onsale.operator.validation;

import org.jspecify.annotations.NullMarked;
