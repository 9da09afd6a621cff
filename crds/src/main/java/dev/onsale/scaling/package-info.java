/** How many pods an event runs, of which kind, and when. Pure. */
@NullMarked
package dev.onsale.scaling;

import org.jspecify.annotations.NullMarked;
