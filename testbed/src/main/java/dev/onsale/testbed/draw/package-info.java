/** Checks a draw from what everybody can read, with arithmetic of its own. */
@NullMarked
package dev.onsale.testbed.draw;

import org.jspecify.annotations.NullMarked;
