package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator found out about a platform. */
@ApiRecord
public record TicketPlatformStatus(
    @JsonPropertyDescription("The spec's generation that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Ready, PostgresReachable, RedisReachable, KafkaReachable.")
        List<Condition> conditions,
    @JsonPropertyDescription("Events that use this platform.") @Nullable Integer events) {
  public TicketPlatformStatus {
    conditions = Given.list(conditions);
  }
}
