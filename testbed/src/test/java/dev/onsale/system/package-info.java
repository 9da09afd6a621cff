/** What takes the whole machine: a real node, the product on it, and what is left of them. */
@NullMarked
package dev.onsale.system;

import org.jspecify.annotations.NullMarked;
