/** What the payment provider tells us unasked: who signed it, whom it concerns, and the inbox. */
@NullMarked
package dev.onsale.booking.webhooks;

import org.jspecify.annotations.NullMarked;
