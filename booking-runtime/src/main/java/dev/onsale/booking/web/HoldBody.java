package dev.onsale.booking.web;

import dev.onsale.booking.boundary.ProblemException;
import dev.onsale.booking.seats.HoldRequest;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /holds}: exactly one of the three forms of the contract. */
public record HoldBody(
    @Nullable List<@Nullable String> seats,
    @Nullable String section,
    @Nullable Integer quantity,
    @Nullable BestAvailable bestAvailable) {

  private static final String FORMS =
      "send one of {seats: [...]}, {section, quantity} and {bestAvailable: {quantity}}";

  /** As many seats side by side. */
  public record BestAvailable(
      @Nullable Integer quantity, @Nullable String tier, @Nullable String section) {}

  /**
   * What is asked for.
   *
   * @throws ProblemException 422 if it is none of the forms
   */
  public HoldRequest request() {
    boolean standing = section != null || quantity != null;
    long forms = Stream.of(seats != null, standing, bestAvailable != null).filter(b -> b).count();
    if (forms != 1) {
      throw ProblemException.invalid(FORMS);
    }
    if (seats != null) {
      if (seats.stream().anyMatch(Objects::isNull)) {
        throw ProblemException.invalid("seats has a null; name each seat by its id");
      }
      return new HoldRequest.Chosen(seats.stream().map(String::valueOf).toList());
    }
    if (bestAvailable != null) {
      if (bestAvailable.quantity() == null) {
        throw ProblemException.invalid("bestAvailable.quantity is missing");
      }
      return new HoldRequest.BestAvailable(
          bestAvailable.quantity(), bestAvailable.tier(), bestAvailable.section());
    }
    if (section == null || quantity == null) {
      throw ProblemException.invalid("section and quantity belong together; " + FORMS);
    }
    return new HoldRequest.Standing(section, quantity);
  }
}
