/**
 * Simulated buyers: a crowd that behaves as people do, over HTTP, and remembers what it was told.
 */
@NullMarked
package dev.onsale.testbed.buyers;

import org.jspecify.annotations.NullMarked;
