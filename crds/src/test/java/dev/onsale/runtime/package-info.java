@NullMarked
package dev.onsale.runtime;

import org.jspecify.annotations.NullMarked;
