package dev.onsale.operator.kafka;

import java.time.Duration;

/**
 * How the platform's topics are made.
 *
 * @param replication copies wanted; fewer where there are fewer brokers
 * @param minInSync copies that must have a record; below the replication where that is above one
 */
public record TopicSettings(int partitions, int replication, int minInSync, Duration retention) {

  short replicationOn(int brokers) {
    return (short) Math.min(replication, Math.max(1, brokers));
  }

  /** What a topic of so many copies can promise. */
  int minInSyncWith(int copies) {
    return Math.min(minInSync, Math.max(1, copies - 1));
  }
}
