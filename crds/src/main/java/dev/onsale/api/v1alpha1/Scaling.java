package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How many pods, by role. */
@ApiRecord
public record Scaling(
    @Default("Auto") @JsonPropertyDescription("HPA, KEDA, or Auto: KEDA where the cluster has it.")
        Engine engine,
    @JsonPropertyDescription("Pods of topology Single.") Range single,
    @JsonPropertyDescription("Pods of the waiting room.") Range queue,
    @JsonPropertyDescription("Pods that hold seats and take orders.") Range booking,
    @JsonPropertyDescription("Pods that admit, expire, pay and relay.") Workers worker,
    @JsonPropertyDescription("More pods before the opening.") @Nullable PreScale preScale) {
  static final Scaling DEFAULT =
      new Scaling(Engine.Auto, Range.DEFAULT, Range.DEFAULT, Range.DEFAULT, Workers.DEFAULT, null);

  public Scaling {
    engine = Objects.requireNonNullElse(engine, Engine.Auto);
    single = Objects.requireNonNullElse(single, Range.DEFAULT);
    queue = Objects.requireNonNullElse(queue, Range.DEFAULT);
    booking = Objects.requireNonNullElse(booking, Range.DEFAULT);
    worker = Objects.requireNonNullElse(worker, Workers.DEFAULT);
  }

  /** How long before the opening floors rise; zero without pre-scaling. */
  public Duration preScaleBefore() {
    return preScale == null ? Duration.ZERO : ApiTimes.duration(preScale.before());
  }

  /** Who scales. */
  public enum Engine {
    Auto,
    HPA,
    KEDA,
    Unsupported;

    @JsonCreator
    static Engine of(String name) {
      return Given.name(values(), name, Unsupported);
    }
  }

  /** Pods of one role. */
  @ApiRecord
  public record Range(
      @Default("2") @Min(1) @Max(500) @JsonPropertyDescription("Pods at least, while on sale.")
          Integer min,
      @Default("10") @Min(1) @Max(500) @JsonPropertyDescription("Pods at most.") Integer max,
      @Default("70")
          @Min(10)
          @Max(100)
          @JsonPropertyDescription("CPU, in percent of the request, that scaling aims at.")
          Integer cpuPercent) {
    static final Range DEFAULT = new Range(2, 10, 70);

    public Range {
      min = Objects.requireNonNullElse(min, 2);
      max = Objects.requireNonNullElse(max, 10);
      cpuPercent = Objects.requireNonNullElse(cpuPercent, 70);
    }
  }

  /** Pods that do the background work; one leads, the others stand by. */
  @ApiRecord
  public record Workers(
      @Default("2") @Min(1) @Max(10) @JsonPropertyDescription("Pods at least, while on sale.")
          Integer min,
      @Default("2") @Min(1) @Max(10) @JsonPropertyDescription("Pods at most.") Integer max) {
    static final Workers DEFAULT = new Workers(2, 2);

    public Workers {
      min = Objects.requireNonNullElse(min, 2);
      max = Objects.requireNonNullElse(max, 2);
    }
  }

  /** Floors before the opening. */
  @ApiRecord
  public record PreScale(
      @Required
          @Pattern(ApiTimes.DURATION)
          @Size(max = 16)
          @JsonPropertyDescription("So long before the first opening floors rise; at most 24h.")
          String before,
      @Min(1) @Max(500) @JsonPropertyDescription("Floor of topology Single.")
          @Nullable Integer single,
      @Min(1) @Max(500) @JsonPropertyDescription("Floor of the waiting room.")
          @Nullable Integer queue,
      @Min(1) @Max(500) @JsonPropertyDescription("Floor of the booking pods.")
          @Nullable Integer booking) {}
}
