/**
 * The harness of {@code ./onsale bench}: ours against a reference in interleaved rounds of the same
 * run, and a report that keeps one row a benchmark.
 */
@NullMarked
package dev.onsale.testbed.bench;

import org.jspecify.annotations.NullMarked;
