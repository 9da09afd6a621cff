package dev.onsale.booking.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.booking.orders.OrderLifecycle.Step;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderLifecycleTest {

  @Test
  void anOrderIsConfirmedOnlyAfterItWasAuthorized() {
    assertThat(OrderLifecycle.after(OrderState.PENDING, OrderChange.PAYMENT_AUTHORIZED))
        .isEqualTo(new Step.Moves(OrderState.AUTHORIZED));
    assertThat(OrderLifecycle.after(OrderState.AUTHORIZED, OrderChange.PAYMENT_CAPTURED))
        .isEqualTo(new Step.Moves(OrderState.CONFIRMED));
    assertThat(OrderLifecycle.after(OrderState.PENDING, OrderChange.PAYMENT_CAPTURED))
        .isInstanceOf(Step.Refused.class);
  }

  @Test
  void timeRunsOutForUnpaidOrdersOnly() {
    Set<OrderState> expiring = EnumSet.noneOf(OrderState.class);
    for (OrderState state : OrderState.values()) {
      if (OrderLifecycle.after(state, OrderChange.TIME_RAN_OUT) instanceof Step.Moves) {
        expiring.add(state);
      }
    }
    assertThat(expiring).containsExactly(OrderState.PENDING);
  }

  @ParameterizedTest
  @EnumSource(
      value = OrderState.class,
      names = {"CONFIRMED", "EXPIRED", "CANCELLED"})
  void anOrderThatEndedStaysAsItIs(OrderState ended) {
    for (OrderChange change : OrderChange.values()) {
      assertThat(OrderLifecycle.after(ended, change)).isEqualTo(new Step.Refused(ended, change));
    }
  }

  @ParameterizedTest
  @EnumSource(OrderState.class)
  void onlyOrdersThatEndedUnpaidGiveTheirSeatsBack(OrderState state) {
    assertThat(state.gaveSeatsBack())
        .isEqualTo(state == OrderState.EXPIRED || state == OrderState.CANCELLED);
  }
}
