/**
 * Join, status and claim of one runtime process against bare servers that do the least that would
 * do the same.
 */
@NullMarked
package dev.onsale.testbed.bench.waitingroom;

import org.jspecify.annotations.NullMarked;
