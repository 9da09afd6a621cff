package dev.onsale.api.v1alpha1;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a manifest gave, or nothing: fills in for absent lists, maps and unknown enum names. */
final class Given {
  private Given() {}

  static <T> List<T> list(@Nullable List<T> given) {
    return given == null ? List.of() : List.copyOf(given);
  }

  static Map<String, String> map(@Nullable Map<String, String> given) {
    return given == null ? Map.of() : Map.copyOf(given);
  }

  /**
   * The constant of that name, else {@code unsupported}: a newer CRD may name more than we know.
   */
  static <E extends Enum<E>> E name(E[] known, String given, E unsupported) {
    return Arrays.stream(known).filter(e -> e.name().equals(given)).findFirst().orElse(unsupported);
  }
}
