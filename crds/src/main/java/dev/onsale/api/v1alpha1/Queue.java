package dev.onsale.api.v1alpha1;

import static dev.onsale.api.v1alpha1.Changes.Effect.IMMUTABLE;
import static dev.onsale.api.v1alpha1.Changes.Effect.LIVE;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The waiting room. */
@ApiRecord
@ValidationRule(
    value = "self.beacon.source == 'None' || self.mode == 'Draw'",
    message = "queue.beacon is for mode Draw; set queue.mode to Draw or beacon.source to None",
    fieldPath = ".beacon")
public record Queue(
    @Changes(IMMUTABLE)
        @Default("Fifo")
        @JsonPropertyDescription(
            "Fifo: who joins first enters first; Draw: buyers register and lots decide; Open: no"
                + " waiting room.")
        Mode mode,
    @Changes(IMMUTABLE) @JsonPropertyDescription("Public randomness for mode Draw.") Beacon beacon,
    @Changes(IMMUTABLE)
        @KeyedBy("membership")
        @Size(max = 6)
        @JsonPropertyDescription("Memberships that enter earlier, in this order.")
        List<Priority> priority,
    @Changes(LIVE) @JsonPropertyDescription("How fast people enter, and how many at once.")
        Admission admission) {
  static final Queue DEFAULT = new Queue(Mode.Fifo, Beacon.NONE, List.of(), Admission.DEFAULT);

  public Queue {
    mode = Objects.requireNonNullElse(mode, Mode.Fifo);
    beacon = Objects.requireNonNullElse(beacon, Beacon.NONE);
    priority = Given.list(priority);
    admission = Objects.requireNonNullElse(admission, Admission.DEFAULT);
  }

  /** The longest head start of a membership; zero without any. */
  public Duration longestOpensBefore() {
    return priority.stream()
        .map(p -> ApiTimes.duration(p.opensBefore()))
        .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  /** Order of entry. */
  public enum Mode {
    Fifo,
    Draw,
    Open,
    Unsupported;

    @JsonCreator
    static Mode of(String name) {
      return Given.name(values(), name, Unsupported);
    }
  }

  /** Randomness that nobody could know while registration was open. */
  @ApiRecord
  @ValidationRule(
      value = "(self.source == 'Drand') == has(self.round)",
      message = "beacon.round belongs to source Drand; name a round for Drand, and none otherwise",
      fieldPath = ".round")
  public record Beacon(
      @Default("None") @JsonPropertyDescription("None, or a public source.") Source source,
      @Min(1)
          @Max(1_000_000_000_000L)
          @JsonPropertyDescription("Round, named in advance; for source Drand.")
          @Nullable Long round,
      @Default("Quicknet")
          @JsonPropertyDescription(
              "Chain of drand: Quicknet has a round every 3 s, Default every 30 s.")
          Chain chain) {
    static final Beacon NONE = new Beacon(Source.None, null, Chain.Quicknet);

    public Beacon {
      source = Objects.requireNonNullElse(source, Source.None);
      chain = Objects.requireNonNullElse(chain, Chain.Quicknet);
    }

    /** A chain of drand; as in {@code dev.onsale.draw.BeaconChain}. */
    public enum Chain {
      Quicknet,
      Default,
      Unsupported;

      @JsonCreator
      static Chain of(String name) {
        return Given.name(values(), name, Unsupported);
      }
    }

    /** A public source. */
    public enum Source {
      None,
      Drand,
      Unsupported;

      @JsonCreator
      static Source of(String name) {
        return Given.name(values(), name, Unsupported);
      }
    }
  }

  /** A membership's head start. */
  @ApiRecord
  public record Priority(
      @Required
          @Size(min = 1, max = 64)
          @JsonPropertyDescription("As in the provider's memberships claim.")
          String membership,
      @Required
          @Lasts(atLeast = "1m", atMost = "720h")
          @JsonPropertyDescription("So long before onSaleAt the sale opens for it.")
          String opensBefore) {}

  /** The pace of entry. */
  @ApiRecord
  public record Admission(
      @Default("600")
          @Min(1)
          @Max(1_000_000)
          @JsonPropertyDescription("People let in a minute at most.")
          Integer perMinute,
      @Default("500")
          @Min(1)
          @Max(1_000_000)
          @JsonPropertyDescription("People inside at once at most.")
          Integer maxActive,
      @Default("2m")
          @Lasts(atLeast = "10s", atMost = "1h")
          @JsonPropertyDescription("How long a called place may be claimed.")
          String claimTimeout,
      @Default("10m")
          @Lasts(atLeast = "1m", atMost = "24h")
          @JsonPropertyDescription("How long somebody may stay inside; never extended.")
          String sessionTimeout) {
    static final Admission DEFAULT = new Admission(600, 500, "2m", "10m");

    public Admission {
      perMinute = Objects.requireNonNullElse(perMinute, 600);
      maxActive = Objects.requireNonNullElse(maxActive, 500);
      claimTimeout = Objects.requireNonNullElse(claimTimeout, "2m");
      sessionTimeout = Objects.requireNonNullElse(sessionTimeout, "10m");
    }
  }
}
