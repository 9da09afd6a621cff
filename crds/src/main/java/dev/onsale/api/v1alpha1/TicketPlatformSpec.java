package dev.onsale.api.v1alpha1;

import static dev.onsale.api.v1alpha1.Changes.Effect.BOOT;
import static dev.onsale.api.v1alpha1.Changes.Effect.LIVE;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the platform team runs for all events of a cluster. */
@ApiRecord
public record TicketPlatformSpec(
    @Changes(BOOT) @Required @JsonPropertyDescription("The booking runtime that events run.")
        RuntimeImage runtime,
    @Changes(BOOT) @Required @JsonPropertyDescription("Redis: holds, sessions and queue counters.")
        RedisStore redis,
    @Changes(BOOT)
        @Required
        @JsonPropertyDescription("PostgreSQL: orders, payments, tickets; the truth.")
        PostgresStore postgres,
    @Changes(BOOT) @Required @JsonPropertyDescription("Kafka: what other systems hear of sales.")
        KafkaStore kafka,
    @Changes(BOOT)
        @JsonPropertyDescription("Who buyers are; needed by events with buyers.identity Required.")
        @Nullable IdentityProvider identityProvider,
    @Changes(BOOT) @JsonPropertyDescription("Who takes the money.") PaymentProvider payment,
    @Changes(LIVE) @JsonPropertyDescription("How buyers reach events.") Routing routing,
    @Changes(LIVE) @JsonPropertyDescription("What NetworkPolicies of events let through.")
        Network network,
    @Changes(BOOT) @JsonPropertyDescription("Where measurements go.") Observability observability,
    @Changes(LIVE) @JsonPropertyDescription("How new versions of a runtime roll out.")
        Delivery delivery,
    @Changes(LIVE) @JsonPropertyDescription("Which namespaces may use this platform.")
        EventNamespaces eventNamespaces,
    @Changes(BOOT) @JsonPropertyDescription("Where draws find public randomness.")
        RandomBeacon beacon) {
  public TicketPlatformSpec {
    payment = Objects.requireNonNullElse(payment, PaymentProvider.DEFAULT);
    routing = Objects.requireNonNullElse(routing, Routing.DEFAULT);
    network = Objects.requireNonNullElse(network, Network.DEFAULT);
    observability = Objects.requireNonNullElse(observability, Observability.DEFAULT);
    delivery = Objects.requireNonNullElse(delivery, Delivery.DEFAULT);
    eventNamespaces = Objects.requireNonNullElse(eventNamespaces, EventNamespaces.NONE);
    beacon = Objects.requireNonNullElse(beacon, RandomBeacon.DEFAULT);
  }
}
