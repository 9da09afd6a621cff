/** Telling the rest of the company: records written with the change, sent to Kafka afterwards. */
@NullMarked
package dev.onsale.booking.outbox;

import org.jspecify.annotations.NullMarked;
