/** The process that routes the webhooks of all events. */
@NullMarked
package dev.onsale.platform;

import org.jspecify.annotations.NullMarked;
