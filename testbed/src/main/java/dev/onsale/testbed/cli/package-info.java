/** The commands of {@code ./onsale} that need Java. */
@NullMarked
package dev.onsale.testbed.cli;

import org.jspecify.annotations.NullMarked;
