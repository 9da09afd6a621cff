@NullMarked
package dev.onsale.operator;

import org.jspecify.annotations.NullMarked;
