package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How many pods, by role. */
@ApiRecord
@ValidationRule(
    value =
        "!has(self.preScale) || !has(self.preScale.single) || (self.preScale.single >= self.single.min && self.preScale.single <= self.single.max)",
    message = "preScale.single must lie between single.min and single.max; change it or single.max",
    fieldPath = ".preScale.single")
@ValidationRule(
    value =
        "!has(self.preScale) || !has(self.preScale.queue) || (self.preScale.queue >= self.queue.min && self.preScale.queue <= self.queue.max)",
    message = "preScale.queue must lie between queue.min and queue.max; change it or queue.max",
    fieldPath = ".preScale.queue")
@ValidationRule(
    value =
        "!has(self.preScale) || !has(self.preScale.booking) || (self.preScale.booking >= self.booking.min && self.preScale.booking <= self.booking.max)",
    message =
        "preScale.booking must lie between booking.min and booking.max; change it or booking.max",
    fieldPath = ".preScale.booking")
public record Scaling(
    @Default("Auto") @JsonPropertyDescription("HPA, KEDA, or Auto: KEDA where the cluster has it.")
        Engine engine,
    @Default("24h")
        @Lasts(atLeast = "1m", atMost = "8760h")
        @JsonPropertyDescription(
            "So long before registration, and before pre-scale or the opening, pods run; before that"
                + " the event has none.")
        String warmUp,
    @JsonPropertyDescription("Pods of topology Single.") Range single,
    @JsonPropertyDescription("Pods of the waiting room.") Range queue,
    @JsonPropertyDescription("Pods that hold seats and take orders.") Range booking,
    @JsonPropertyDescription("Pods that admit, expire, pay and relay.") Workers worker,
    @JsonPropertyDescription("More pods before the opening.") @Nullable PreScale preScale) {
  static final Scaling DEFAULT =
      new Scaling(
          Engine.Auto, "24h", Range.DEFAULT, Range.DEFAULT, Range.DEFAULT, Workers.DEFAULT, null);

  public Scaling {
    engine = Objects.requireNonNullElse(engine, Engine.Auto);
    warmUp = Objects.requireNonNullElse(warmUp, "24h");
    single = Objects.requireNonNullElse(single, Range.DEFAULT);
    queue = Objects.requireNonNullElse(queue, Range.DEFAULT);
    booking = Objects.requireNonNullElse(booking, Range.DEFAULT);
    worker = Objects.requireNonNullElse(worker, Workers.DEFAULT);
  }

  /** How long before the opening floors rise; zero without pre-scaling. */
  public Duration preScaleBefore() {
    return preScale == null ? Duration.ZERO : ApiTimes.duration(preScale.before());
  }

  /** How long before somebody comes pods run. */
  public Duration warmUpBefore() {
    return ApiTimes.duration(warmUp);
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
  @ValidationRule(
      value = "self.min <= self.max",
      message = "min must not exceed max; raise max or lower min",
      fieldPath = ".min")
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
  @ValidationRule(
      value = "self.min <= self.max",
      message = "min must not exceed max; raise max or lower min",
      fieldPath = ".min")
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
          @Lasts(atLeast = "1s", atMost = "24h")
          @JsonPropertyDescription("So long before the first opening floors rise.")
          String before,
      @Min(1) @Max(500) @JsonPropertyDescription("Floor of topology Single.")
          @Nullable Integer single,
      @Min(1) @Max(500) @JsonPropertyDescription("Floor of the waiting room.")
          @Nullable Integer queue,
      @Min(1) @Max(500) @JsonPropertyDescription("Floor of the booking pods.")
          @Nullable Integer booking) {}
}
