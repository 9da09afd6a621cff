/**
 * Onsale's shared model: the Kubernetes API, the event's runtime configuration, and the pure rules
 * both planes call.
 */
@NullMarked
package dev.onsale;

import org.jspecify.annotations.NullMarked;
