package dev.onsale.testbed.cli;

import dev.onsale.testbed.demo.RunningCluster;

/** What people need to look around in a cluster that stays. */
final class KeptCluster {
  private KeptCluster() {}

  static String inWords(RunningCluster kept) {
    return """

        It stays. To look around:
          export KUBECONFIG=%s
          kubectl get ticketevents,ticketplatforms,pods -A
        To end it:
          ./onsale down"""
        .formatted(kept.kubeconfig());
  }
}
