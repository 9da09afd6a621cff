/** The API on a real API server: what it takes, what it refuses and how it says so. */
@NullMarked
package dev.onsale.api;

import org.jspecify.annotations.NullMarked;
