/** The pods that take a payment provider's webhooks for all events of a platform. */
@NullMarked
package dev.onsale.operator.webhooks;

import org.jspecify.annotations.NullMarked;
