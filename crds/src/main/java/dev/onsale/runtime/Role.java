package dev.onsale.runtime;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a runtime process does for its event. A pod learns its roles from {@link #VARIABLE}. */
public enum Role {
  /** Answers joins, status and claims of the waiting room. */
  Queue,
  /** Holds seats, takes orders and payments, hands out tickets. */
  Booking,
  /** Competes for the lease under which one process admits, expires, pays and relays. */
  Worker;

  /** Environment variable of a pod: words, separated by commas. */
  public static final String VARIABLE = "ONSALE_ROLES";

  /** Value of {@link #VARIABLE} in a process of no event: it routes the platform's webhooks. */
  public static final String PLATFORM = "platform";

  /** As {@link #VARIABLE} spells it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@code queue,booking,worker}, or fewer; always in this order. */
  public static String words(Set<Role> roles) {
    return Arrays.stream(values())
        .filter(roles::contains)
        .map(Role::word)
        .collect(Collectors.joining(","));
  }

  /**
   * Reads what {@link #words} writes.
   *
   * @throws IllegalArgumentException if a word names no role, or there is none
   */
  public static Set<Role> parse(String words) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String word : words.split(",", -1)) {
      roles.add(of(word.strip()));
    }
    return Collections.unmodifiableSet(roles);
  }

  private static Role of(String word) {
    return Arrays.stream(values())
        .filter(role -> role.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s names the role \"%s\"; use some of %s"
                        .formatted(VARIABLE, word, words(EnumSet.allOf(Role.class)))));
  }
}
