/** Kafka of the platform: its topics. */
@NullMarked
package dev.onsale.operator.kafka;

import org.jspecify.annotations.NullMarked;
