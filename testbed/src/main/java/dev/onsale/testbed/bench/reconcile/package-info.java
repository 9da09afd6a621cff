/** Benchmark {@code reconcile}: many events on one control plane, against a bare client. */
@NullMarked
package dev.onsale.testbed.bench.reconcile;

import org.jspecify.annotations.NullMarked;
