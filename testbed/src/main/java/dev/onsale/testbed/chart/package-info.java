/** The chart, rendered without a helm binary. */
@NullMarked
package dev.onsale.testbed.chart;

import org.jspecify.annotations.NullMarked;
