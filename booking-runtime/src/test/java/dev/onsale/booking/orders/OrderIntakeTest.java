package dev.onsale.booking.orders;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrderIntakeTest {

  @Test
  void theSameHoldAlwaysBecomesTheSameOrder() {
    assertThat(OrderIntake.orderOf("h1")).isEqualTo(OrderIntake.orderOf("h1"));
    assertThat(OrderIntake.orderOf("h1")).isNotEqualTo(OrderIntake.orderOf("h2"));
  }

  @Test
  void anOrderIdIsACustomUuidOfRfc9562() {
    assertThat(OrderIntake.orderOf("h1").version()).isEqualTo(8);
    assertThat(OrderIntake.orderOf("h1").variant()).isEqualTo(2);
  }
}
