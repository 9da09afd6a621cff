package dev.onsale.booking.web;

import dev.onsale.seating.SeatPlan;
import tools.jackson.databind.json.JsonMapper;

/** As the application wires them, for tests of other packages. */
public final class StatesWired {

  private StatesWired() {}

  public static SeatStates of(SeatPlan plan) {
    return new SeatStates(plan, JsonMapper.shared());
  }
}
