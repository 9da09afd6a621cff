/** Redis of the platform: an ACL user for every event. */
@NullMarked
package dev.onsale.operator.redis;

import org.jspecify.annotations.NullMarked;
