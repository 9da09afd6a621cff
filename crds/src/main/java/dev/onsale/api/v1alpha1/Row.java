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

/** A row of numbered seats. All seat numbers below are those printed on the seats. */
@ApiRecord
@ValidationRule(
    value =
        "!has(self.blocked) || size(self.blocked) == 0 || (self.blocked.min() >= self.firstNumber && self.blocked.max() <= self.firstNumber + (self.seats - 1) * self.step)",
    message =
        "blocked names a seat that this row does not have; use the numbers printed on its seats",
    fieldPath = ".blocked")
@ValidationRule(
    value = "!has(self.blocked) || self.blocked.all(n, (n - self.firstNumber) % self.step == 0)",
    message =
        "blocked names a seat that this row does not have because of its step; use the numbers printed on its seats",
    fieldPath = ".blocked")
@ValidationRule(
    value =
        "!has(self.aisleAfter) || size(self.aisleAfter) == 0 || (self.aisleAfter.min() >= self.firstNumber && self.aisleAfter.max() < self.firstNumber + (self.seats - 1) * self.step)",
    message =
        "aisleAfter names a seat that this row does not have, or its last; use numbers of seats with a neighbour",
    fieldPath = ".aisleAfter")
@ValidationRule(
    value =
        "!has(self.aisleAfter) || self.aisleAfter.all(n, (n - self.firstNumber) % self.step == 0)",
    message =
        "aisleAfter names a seat that this row does not have, or its last because of its step; use numbers of seats with a neighbour",
    fieldPath = ".aisleAfter")
@ValidationRule(
    value =
        "!has(self.accessible) || self.accessible.all(a, a.seat >= self.firstNumber && a.seat <= self.firstNumber + (self.seats - 1) * self.step)",
    message =
        "accessible names a seat that this row does not have; use the numbers printed on its seats",
    fieldPath = ".accessible")
@ValidationRule(
    value =
        "!has(self.accessible) || self.accessible.all(a, (a.seat - self.firstNumber) % self.step == 0)",
    message =
        "accessible names a seat that this row does not have because of its step; use the numbers printed on its seats",
    fieldPath = ".accessible")
@ValidationRule(
    value =
        "!has(self.accessible) || self.accessible.all(a, !has(a.companion) || (a.companion != a.seat && a.companion >= self.firstNumber && a.companion <= self.firstNumber + (self.seats - 1) * self.step))",
    message =
        "accessible.companion must be another seat of the same row; use the number printed on it",
    fieldPath = ".accessible")
@ValidationRule(
    value =
        "!has(self.allotted) || self.allotted.all(a, a.from <= a.to && a.from >= self.firstNumber && a.to <= self.firstNumber + (self.seats - 1) * self.step)",
    message =
        "allotted must run from one seat of this row to the same or a later one; use the numbers printed on its seats",
    fieldPath = ".allotted")
public record Row(
    @Required
        @Pattern("^[A-Za-z0-9][A-Za-z0-9_.]*$")
        @Size(min = 1, max = 16)
        @JsonPropertyDescription("Name, second part of seat ids; no hyphen.")
        String name,
    @Required @Min(1) @Max(500) @JsonPropertyDescription("Number of seats.") Integer seats,
    @Default("1") @Min(0) @Max(10000) @JsonPropertyDescription("Number on the first seat.")
        Integer firstNumber,
    @Default("1")
        @Min(1)
        @Max(10)
        @JsonPropertyDescription("From one seat's number to the next; 2 for odd or even sides.")
        Integer step,
    @Size(max = 20) @Distinct @JsonPropertyDescription("Seats after which an aisle parts the row.")
        List<@Min(0) @Max(20000) Integer> aisleAfter,
    @Distinct @Size(max = 20) @JsonPropertyDescription("Seats that are not for sale.")
        List<@Min(0) @Max(20000) Integer> blocked,
    @KeyedBy("seat")
        @Size(max = 8)
        @JsonPropertyDescription("Wheelchair places and who sits beside them.")
        List<Accessible> accessible,
    @KeyedBy("from") @Size(max = 8) @JsonPropertyDescription("Runs of seats kept for an allotment.")
        List<Allotted> allotted) {
  public Row {
    firstNumber = Objects.requireNonNullElse(firstNumber, 1);
    step = Objects.requireNonNullElse(step, 1);
    aisleAfter = Given.list(aisleAfter);
    blocked = Given.list(blocked);
    accessible = Given.list(accessible);
    allotted = Given.list(allotted);
  }

  /** Number on the seat at {@code position}, counted from 0. */
  public int number(int position) {
    return firstNumber + position * step;
  }

  /** Number on the last seat. */
  public int lastNumber() {
    return number(seats - 1);
  }

  /** True if a seat of this row has that number. */
  public boolean has(int number) {
    return number >= firstNumber && number <= lastNumber() && (number - firstNumber) % step == 0;
  }

  /** A wheelchair place. */
  @ApiRecord
  public record Accessible(
      @Required @Min(0) @Max(20000) @JsonPropertyDescription("The wheelchair place.") Integer seat,
      @Min(0) @Max(20000) @JsonPropertyDescription("The companion's seat.")
          @Nullable Integer companion) {}

  /** A run of seats kept back. */
  @ApiRecord
  public record Allotted(
      @Required @Min(0) @Max(20000) @JsonPropertyDescription("First seat.") Integer from,
      @Required @Min(0) @Max(20000) @JsonPropertyDescription("Last seat.") Integer to,
      @Required @Size(min = 1, max = 32) @JsonPropertyDescription("One of seating.allotments.")
          String allotment) {}
}
