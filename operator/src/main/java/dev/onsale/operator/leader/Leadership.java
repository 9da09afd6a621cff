package dev.onsale.operator.leader;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leadership by a Lease. A process that loses it ends at once: another one may already work. It
 * ends without shutdown hooks, because those wait for the very thread that calls them.
 */
public final class Leadership {

  public static final String LEASE = "onsale-operator";

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final Duration LEASE_DURATION = Duration.ofSeconds(15);
  private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
  private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);

  private final Runnable endProcess;
  private volatile boolean leading;
  private volatile boolean stopping;

  /**
   * @param endProcess what to do when leadership is lost; does not return in production
   */
  public Leadership(Runnable endProcess) {
    this.endProcess = endProcess;
  }

  public boolean leading() {
    return leading;
  }

  /** From now on losing leadership is what was asked for. */
  public void stopping() {
    stopping = true;
  }

  /** The SDK's own exit runs shutdown hooks on the thread they wait for, so it is switched off. */
  public LeaderElectionConfiguration configuration(String namespace, String identity) {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(namespace)
        .withIdentity(identity)
        .withLeaseDuration(LEASE_DURATION)
        .withRenewDeadline(RENEW_DEADLINE)
        .withRetryPeriod(RETRY_PERIOD)
        .withLeaderCallbacks(new LeaderCallbacks(this::started, this::stopped, leader -> {}))
        .buildForTest(false);
  }

  private void started() {
    leading = true;
    LOG.info("This process leads");
  }

  private void stopped() {
    boolean lost = leading && !stopping;
    leading = false;
    if (lost) {
      LOG.error("Leadership was lost; this process ends so that only one works");
      endProcess.run();
    }
  }
}
