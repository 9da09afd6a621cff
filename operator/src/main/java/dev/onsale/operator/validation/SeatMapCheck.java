package dev.onsale.operator.validation;

import dev.onsale.api.v1alpha1.Row;
import dev.onsale.api.v1alpha1.Seating;
import dev.onsale.api.v1alpha1.Section;
import dev.onsale.api.v1alpha1.Tier;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.seating.SeatMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a schema cannot check of a seat map. A map from a ConfigMap has seen no schema at all, so
 * nothing is taken for granted here.
 */
public final class SeatMapCheck {

  /** Seats and standing places of one event at most. */
  public static final int MAXIMUM_PLACES = 100_000;

  /** A ConfigMap holds 1 MiB; the rest is for metadata. */
  public static final int MAXIMUM_BYTES = 1_000_000;

  private static final int MAXIMUM_SECTIONS = 200;
  private static final int MAXIMUM_ROWS = 200;
  private static final int MAXIMUM_ROW_SEATS = 500;
  private static final int MAXIMUM_SECTION_CAPACITY = 50_000;

  private SeatMapCheck() {}

  /**
   * @param where the field people look at, such as {@code spec.seating.sections}
   */
  public static Optional<Problem> problem(
      SeatMap map, List<Tier> tiers, List<Seating.Allotment> allotments, String where) {
    if (map.sections().isEmpty()) {
      return invalid(where + " has no sections; write at least one");
    }
    if (map.sections().size() > MAXIMUM_SECTIONS) {
      return tooLarge(
          "%s has %d sections; at most %d fit"
              .formatted(where, map.sections().size(), MAXIMUM_SECTIONS));
    }
    Set<String> tierNames = tiers.stream().map(Tier::name).collect(Collectors.toSet());
    Set<String> names = new HashSet<>();
    for (Section section : map.sections()) {
      Optional<Problem> problem = section(section, names, tierNames, where);
      if (problem.isPresent()) {
        return problem;
      }
    }
    Optional<Problem> unknown = allotted(map, allotments, where);
    if (unknown.isPresent()) {
      return unknown;
    }
    return map.places() > MAXIMUM_PLACES
        ? tooLarge(
            "%s has %d places; at most %d fit".formatted(where, map.places(), MAXIMUM_PLACES))
        : Optional.empty();
  }

  private static Optional<Problem> section(
      Section section, Set<String> names, Set<String> tiers, String where) {
    if (section == null || section.name() == null || section.name().isBlank()) {
      return invalid(where + " has a section without a name; give it one");
    }
    String at = where + "[" + section.name() + "]";
    if (section.name().contains("-") || !names.add(section.name())) {
      return invalid(at + ": section names are unique and without hyphens; rename it");
    }
    if (section.tier() == null || !tiers.contains(section.tier())) {
      return Optional.of(
          new Problem(
              Reason.UnknownTier,
              "%s.tier is \"%s\", which spec.tiers does not have; use one of %s"
                  .formatted(at, section.tier(), tiers.stream().sorted().toList())));
    }
    if (section.standing() != section.rows().isEmpty()) {
      return invalid(at + " needs rows or capacity, and not both");
    }
    Integer capacity = section.capacity();
    if (capacity != null && (capacity < 1 || capacity > MAXIMUM_SECTION_CAPACITY)) {
      return invalid(
          "%s.capacity is %d; use 1 to %d".formatted(at, capacity, MAXIMUM_SECTION_CAPACITY));
    }
    if (section.rows().size() > MAXIMUM_ROWS) {
      return tooLarge(
          "%s has %d rows; at most %d fit".formatted(at, section.rows().size(), MAXIMUM_ROWS));
    }
    Set<String> rows = new HashSet<>();
    return section.rows().stream()
        .map(row -> row(row, rows, at))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Problem> row(Row row, Set<String> names, String section) {
    if (row == null || row.name() == null || row.name().isBlank()) {
      return invalid(section + " has a row without a name; give it one");
    }
    String at = section + ".rows[" + row.name() + "]";
    if (row.name().contains("-") || !names.add(row.name())) {
      return invalid(at + ": row names are unique in a section and without hyphens; rename it");
    }
    if (row.seats() == null || row.seats() < 1 || row.seats() > MAXIMUM_ROW_SEATS) {
      return invalid("%s.seats is %s; use 1 to %d".formatted(at, row.seats(), MAXIMUM_ROW_SEATS));
    }
    if (row.step() < 1) {
      return invalid("%s.step is %d; use 1 or more".formatted(at, row.step()));
    }
    return referenced(row)
        .filter(number -> !row.has(number))
        .mapToObj(
            number ->
                new Problem(
                    Reason.InvalidSeatMap,
                    "%s names seat %d, which the row does not have; it has %d to %d in steps of %d"
                        .formatted(at, number, row.firstNumber(), row.lastNumber(), row.step())))
        .findFirst();
  }

  private static Optional<Problem> allotted(
      SeatMap map, List<Seating.Allotment> allotments, String where) {
    Set<String> names =
        allotments.stream().map(Seating.Allotment::name).collect(Collectors.toSet());
    for (Section section : map.sections()) {
      for (Row row : section.rows()) {
        for (Row.Allotted run : row.allotted()) {
          if (!names.contains(run.allotment())) {
            return invalid(
                "%s[%s].rows[%s].allotted is for \"%s\", which spec.seating.allotments does not have; use one of %s"
                    .formatted(
                        where,
                        section.name(),
                        row.name(),
                        run.allotment(),
                        names.stream().sorted().toList()));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static IntStream referenced(Row row) {
    return Stream.of(
            row.blocked().stream(),
            row.aisleAfter().stream(),
            row.accessible().stream().flatMap(place -> Stream.ofNullable(place.seat())),
            row.accessible().stream().flatMap(place -> Stream.ofNullable(place.companion())),
            row.allotted().stream().flatMap(run -> Stream.of(run.from(), run.to())))
        .flatMap(numbers -> numbers)
        .mapToInt(Integer::intValue);
  }

  private static Optional<Problem> invalid(String message) {
    return Optional.of(new Problem(Reason.InvalidSeatMap, message));
  }

  private static Optional<Problem> tooLarge(String message) {
    return Optional.of(new Problem(Reason.SeatMapTooLarge, message));
  }
}
