/** Optional APIs against a real API server with the real CRDs. */
@NullMarked
package dev.onsale.operator.optional;

import org.jspecify.annotations.NullMarked;
