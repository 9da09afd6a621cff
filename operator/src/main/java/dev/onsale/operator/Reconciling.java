package dev.onsale.operator;

import org.springframework.context.SmartLifecycle;

/** Starts the operator once the process can answer how it is. */
final class Reconciling implements SmartLifecycle {

  private final OperatorRuntime operator;
  private volatile boolean running;

  Reconciling(OperatorRuntime operator) {
    this.operator = operator;
  }

  @Override
  public void start() {
    operator.start();
    running = true;
  }

  @Override
  public void stop() {
    operator.close();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
