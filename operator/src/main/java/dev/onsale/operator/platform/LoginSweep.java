package dev.onsale.operator.platform;

import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.cluster.EventDirectory;
import dev.onsale.operator.cluster.EventRecorder;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.stores.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses the logins of retained events as soon as a platform's stores are back. */
public final class LoginSweep {

  private static final Logger LOG = LoggerFactory.getLogger(LoginSweep.class);

  private final UnlockedLogins unlocked;
  private final LoginRefusal refusal;
  private final EventDirectory events;
  private final EventRecorder recorder;

  public LoginSweep(
      UnlockedLogins unlocked,
      LoginRefusal refusal,
      EventDirectory events,
      EventRecorder recorder) {
    this.unlocked = unlocked;
    this.refusal = refusal;
    this.events = events;
    this.recorder = recorder;
  }

  /** Called while the stores answer; what fails is tried again at the next probe. */
  void run(TicketPlatform platform) {
    for (UnlockedLogins.Entry entry : unlocked.of(platform.getMetadata().getName())) {
      EventIdentity event = entry.event();
      try {
        if (!exists(event)) {
          refusal.steps(platform.getSpec(), event).forEach(step -> step.refuse().run());
          recorder.news(
              platform,
              Reason.LoginsRefused,
              "Logins of the deleted event %s/%s are refused now"
                  .formatted(event.namespace(), event.name()));
        }
        unlocked.forget(event);
      } catch (StoreFailure e) {
        // The others may be at stores that answer; one that is silent is not asked again for them.
        LOG.warn("Logins of {} could not be refused yet: {}", event.readableName(), e.getMessage());
      }
    }
  }

  /** An event of the same name came back to its data and needs its logins. */
  private boolean exists(EventIdentity event) {
    return events
        .all()
        .anyMatch(
            other ->
                other.getMetadata().getNamespace().equals(event.namespace())
                    && other.getMetadata().getName().equals(event.name()));
  }
}
