package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whom an event's pods talk to; becomes NetworkPolicies. */
@ApiRecord
public record Network(
    @Size(max = 16) @JsonPropertyDescription("Who may open connections to events' pods.")
        List<Peer> ingressFrom,
    @JsonPropertyDescription("Whom events' pods may open connections to.") Egress egressTo) {
  static final Network DEFAULT = new Network(List.of(), Egress.DEFAULT);

  public Network {
    ingressFrom = Given.list(ingressFrom);
    egressTo = Objects.requireNonNullElse(egressTo, Egress.DEFAULT);
  }

  /** One side of a connection: addresses, or pods. */
  @ApiRecord
  @ValidationRule(
      value = "has(self.cidrs) != (has(self.namespaceSelector) || has(self.podSelector))",
      message = "a peer is either cidrs or selectors; give one of the two")
  public record Peer(
      @Size(max = 16) @JsonPropertyDescription("Address ranges, such as 10.0.0.0/8.")
          List<@Pattern("^[0-9a-fA-F:.]+/[0-9]{1,3}$") @Size(min = 1, max = 43) String> cidrs,
      @JsonPropertyDescription("Pods of namespaces with these labels.")
          @Nullable Selector namespaceSelector,
      @JsonPropertyDescription(
              "Pods with these labels; without namespaceSelector those of the event's namespace.")
          @Nullable Selector podSelector,
      @Size(max = 16) @JsonPropertyDescription("Ports; none means those of the purpose.")
          List<@Min(1) @Max(65535) Integer> ports) {
    public Peer {
      cidrs = Given.list(cidrs);
      ports = Given.list(ports);
    }
  }

  /** Destinations by purpose. */
  @ApiRecord
  public record Egress(
      @Size(max = 16) @JsonPropertyDescription("PostgreSQL.") List<Peer> postgres,
      @Size(max = 16) @JsonPropertyDescription("Redis.") List<Peer> redis,
      @Size(max = 16) @JsonPropertyDescription("Kafka.") List<Peer> kafka,
      @Size(max = 16) @JsonPropertyDescription("Name service.") List<Peer> dns,
      @Size(max = 16) @JsonPropertyDescription("Identity provider.") List<Peer> identity,
      @Size(max = 16) @JsonPropertyDescription("Payment provider.") List<Peer> payment,
      @Size(max = 16) @JsonPropertyDescription("Public randomness.") List<Peer> beacon,
      @Size(max = 16) @JsonPropertyDescription("Telemetry collector.") List<Peer> telemetry) {
    static final Egress DEFAULT =
        new Egress(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public Egress {
      postgres = Given.list(postgres);
      redis = Given.list(redis);
      kafka = Given.list(kafka);
      dns = Given.list(dns);
      identity = Given.list(identity);
      payment = Given.list(payment);
      beacon = Given.list(beacon);
      telemetry = Given.list(telemetry);
    }
  }
}
