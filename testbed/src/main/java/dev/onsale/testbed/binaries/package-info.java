@NullMarked
package dev.onsale.testbed.binaries;

import org.jspecify.annotations.NullMarked;
