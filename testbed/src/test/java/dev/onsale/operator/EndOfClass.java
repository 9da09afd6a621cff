package dev.onsale.operator;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves the shared world without events after each test class; registered for all of them. */
public final class EndOfClass implements AfterAllCallback {

  @Override
  public void afterAll(ExtensionContext context) {
    World.forgetEvents();
  }
}
