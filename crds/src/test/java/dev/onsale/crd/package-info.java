/** Writes what is generated from the API records: the CRDs of the chart, and the reference. */
@NullMarked
package dev.onsale.crd;

import org.jspecify.annotations.NullMarked;
