@NullMarked
package dev.onsale.scaling;

import org.jspecify.annotations.NullMarked;
