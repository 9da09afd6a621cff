package dev.onsale.booking.config;

import dev.onsale.runtime.Role;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this process does.
 *
 * @param all at least one
 */
public record Roles(Set<Role> all) {

  public Roles {
    all = Set.copyOf(all);
  }

  /**
   * @param words as {@link Role#VARIABLE} has them; absent or blank for every role
   * @throws IllegalArgumentException if a word names no role
   */
  static Roles of(@Nullable String words) {
    return new Roles(
        words == null || words.isBlank() ? EnumSet.allOf(Role.class) : Role.parse(words));
  }

  public boolean has(Role role) {
    return all.contains(role);
  }
}
