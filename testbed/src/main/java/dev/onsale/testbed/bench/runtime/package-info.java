/**
 * One runtime process under load, against bare servers or scripts that do the least of the same.
 */
@NullMarked
package dev.onsale.testbed.bench.runtime;

import org.jspecify.annotations.NullMarked;
