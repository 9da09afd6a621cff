@NullMarked
package dev.onsale.testbed.kubernetes;

import org.jspecify.annotations.NullMarked;
