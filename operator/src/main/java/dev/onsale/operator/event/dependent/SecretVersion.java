package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.TicketEvent;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;

/**
 * The version that a Secret of an event had when it was found or made right in this reconciliation.
 * Secrets are not watched, so nothing else tells whether one was changed since.
 */
public final class SecretVersion {

  private SecretVersion() {}

  /** Empty where the Secret was not reached. */
  public static Optional<String> of(String name, Context<TicketEvent> context) {
    return context.managedWorkflowAndDependentResourceContext().get(key(name), String.class);
  }

  static void note(Secret secret, Context<TicketEvent> context) {
    context
        .managedWorkflowAndDependentResourceContext()
        .put(key(secret.getMetadata().getName()), secret.getMetadata().getResourceVersion());
  }

  private static String key(String name) {
    return "version of Secret " + name;
  }
}
