@NullMarked
package dev.onsale.testbed;

import org.jspecify.annotations.NullMarked;
