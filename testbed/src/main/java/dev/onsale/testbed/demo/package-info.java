/** One command from nothing to a sold-out event, with the report of what happened. */
@NullMarked
package dev.onsale.testbed.demo;

import org.jspecify.annotations.NullMarked;
