package dev.onsale.operator.event.dependent;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;

/** How a runtime's port {@code management} is asked. */
public final class HealthProbes {

  private static final String LIVENESS = "/health/liveness";
  private static final int STARTUP_TRIES = 30;
  private static final int STARTUP_SECONDS = 5;
  private static final int READY_SECONDS = 10;
  private static final int LIVE_SECONDS = 20;
  private static final int TRIES = 3;

  private HealthProbes() {}

  public static Probe startup() {
    return probe(LIVENESS, STARTUP_SECONDS, STARTUP_TRIES);
  }

  public static Probe readiness() {
    return probe("/health/readiness", READY_SECONDS, TRIES);
  }

  public static Probe liveness() {
    return probe(LIVENESS, LIVE_SECONDS, TRIES);
  }

  private static Probe probe(String path, int period, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withPort(new IntOrString("management"))
        .withScheme("HTTP")
        .endHttpGet()
        .withPeriodSeconds(period)
        .withTimeoutSeconds(3)
        .withFailureThreshold(failures)
        .build();
  }
}
