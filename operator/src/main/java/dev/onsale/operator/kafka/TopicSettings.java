package dev.onsale.operator.kafka;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the platform's topics are made.
 *
 * @param replication null for the smaller of three and the number of brokers
 * @param minInSync null for one less than the replication, at least one
 */
public record TopicSettings(
    int partitions,
    @Nullable Integer replication,
    @Nullable Integer minInSync,
    Duration retention) {

  private static final int USUAL_REPLICATION = 3;

  short replicationOn(int brokers) {
    return (short)
        (replication != null ? replication : Math.min(USUAL_REPLICATION, Math.max(1, brokers)));
  }

  int minInSyncOn(int brokers) {
    return minInSync != null ? minInSync : Math.max(1, replicationOn(brokers) - 1);
  }
}
