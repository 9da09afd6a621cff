@NullMarked
package dev.onsale.testbed.image;

import org.jspecify.annotations.NullMarked;
