@NullMarked
package dev.onsale.testbed.chart;

import org.jspecify.annotations.NullMarked;
