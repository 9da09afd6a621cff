package dev.onsale.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleTest {

  @Test
  void wordsAreReadAsTheyAreWritten() {
    assertThat(Role.words(EnumSet.allOf(Role.class))).isEqualTo("queue,booking,worker");
    assertThat(Role.parse("queue,booking,worker")).containsExactlyInAnyOrder(Role.values());
    assertThat(Role.parse(Role.words(Set.of(Role.Worker)))).containsExactly(Role.Worker);
  }

  @Test
  void anUnknownWordIsRefusedWithTheOnesThatExist() {
    assertThatThrownBy(() -> Role.parse("queue,bookings"))
        .hasMessageContaining("ONSALE_ROLES")
        .hasMessageContaining("\"bookings\"")
        .hasMessageContaining("queue,booking,worker");
    assertThatThrownBy(() -> Role.parse("")).isInstanceOf(IllegalArgumentException.class);
  }
}
