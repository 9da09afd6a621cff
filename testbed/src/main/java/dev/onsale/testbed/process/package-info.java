@NullMarked
package dev.onsale.testbed.process;

import org.jspecify.annotations.NullMarked;
