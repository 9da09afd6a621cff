package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A part of the house: rows of numbered seats, or standing room. Exactly one of the two. */
@ApiRecord
@ValidationRule(
    value = "has(self.rows) != has(self.capacity)",
    message =
        "a section needs exactly one of rows (numbered seats) and capacity (standing); give one and remove the other")
public record Section(
    @Required
        @Pattern("^[A-Za-z0-9][A-Za-z0-9_.]*$")
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("Name, first part of seat ids; no hyphen.")
        String name,
    @Required @Size(min = 1, max = 32) @JsonPropertyDescription("Price tier, one of spec.tiers.")
        String tier,
    @Default("1")
        @Min(1)
        @Max(1000)
        @JsonPropertyDescription("How good it is; best available tries 1 first.")
        Integer rank,
    @KeyedBy("name")
        @Size(min = 1, max = 200)
        @JsonPropertyDescription("Rows of numbered seats, front to back.")
        List<Row> rows,
    @Min(1) @Max(50000) @JsonPropertyDescription("Standing places, instead of rows.")
        @Nullable Integer capacity,
    @JsonPropertyDescription("Where it is drawn; for display only.") @Nullable Geometry geometry) {
  public Section {
    rank = Objects.requireNonNullElse(rank, 1);
    rows = Given.list(rows);
  }

  /** True for general admission. */
  public boolean standing() {
    return capacity != null;
  }

  /** Seats or standing places, blocked ones included. */
  public int places() {
    return capacity != null ? capacity : rows.stream().mapToInt(Row::seats).sum();
  }

  /** A rectangle in the venue's own units, turned about its centre. */
  @ApiRecord
  public record Geometry(
      @Required @Min(-100000) @Max(100000) @JsonPropertyDescription("Left edge.") Integer x,
      @Required @Min(-100000) @Max(100000) @JsonPropertyDescription("Top edge.") Integer y,
      @Required @Min(1) @Max(100000) @JsonPropertyDescription("Width.") Integer width,
      @Required @Min(1) @Max(100000) @JsonPropertyDescription("Height.") Integer height,
      @Default("0") @Min(-360) @Max(360) @JsonPropertyDescription("Degrees, clockwise.")
          Integer rotation) {
    public Geometry {
      rotation = Objects.requireNonNullElse(rotation, 0);
    }
  }
}
