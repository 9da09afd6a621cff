@NullMarked
package dev.onsale.schedule;

import org.jspecify.annotations.NullMarked;
