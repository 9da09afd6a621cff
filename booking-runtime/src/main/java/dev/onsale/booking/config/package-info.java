@NullMarked
package dev.onsale.booking.config;

import org.jspecify.annotations.NullMarked;
