/** {@code kubectl onsale}: what people do with events, beyond applying manifests. */
@NullMarked
package dev.onsale.kubectl;

import org.jspecify.annotations.NullMarked;
