/**
 * The audit after a sale: what buyers were told against what the stores say, independent of the
 * runtime's own figures.
 */
@NullMarked
package dev.onsale.testbed.audit;

import org.jspecify.annotations.NullMarked;
