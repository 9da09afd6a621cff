@NullMarked
package dev.onsale;

import org.jspecify.annotations.NullMarked;
