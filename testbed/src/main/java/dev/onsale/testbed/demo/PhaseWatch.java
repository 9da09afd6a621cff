package dev.onsale.testbed.demo;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.schedule.Phase;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Follows an event's status as a person with {@code kubectl get -w} would. */
public final class PhaseWatch implements AutoCloseable {
  private final SharedIndexInformer<TicketEvent> informer;
  private final Consumer<Phase> onChange;
  private @Nullable TicketEventStatus latest;

  /**
   * @param onChange called with each new phase
   */
  public PhaseWatch(
      KubernetesClient client, String namespace, String name, Consumer<Phase> onChange) {
    this.onChange = onChange;
    this.informer =
        client
            .resources(TicketEvent.class)
            .inNamespace(namespace)
            .withName(name)
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(TicketEvent event) {
                    seen(event.getStatus());
                  }

                  @Override
                  public void onUpdate(TicketEvent old, TicketEvent event) {
                    seen(event.getStatus());
                  }

                  @Override
                  public void onDelete(TicketEvent event, boolean unknown) {
                    seen(null);
                  }
                });
  }

  private synchronized void seen(@Nullable TicketEventStatus status) {
    Phase before = latest == null ? null : latest.phase();
    latest = status;
    Phase now = status == null ? null : status.phase();
    if (now != null && now != before) {
      onChange.accept(now);
    }
    notifyAll();
  }

  public synchronized Optional<TicketEventStatus> status() {
    return Optional.ofNullable(latest);
  }

  /** The phase for a display. */
  public synchronized String phase() {
    return latest == null || latest.phase() == null ? "Pending" : latest.phase().name();
  }

  /** A condition of the newest status. */
  public synchronized Optional<Condition> condition(String type) {
    return status().stream()
        .flatMap(status -> status.conditions().stream())
        .filter(condition -> condition.getType().equals(type))
        .findFirst();
  }

  /**
   * Waits until the status is as wished.
   *
   * @throws TimeoutException with the conditions that are not True
   */
  public synchronized void await(String what, Duration timeout, Predicate<PhaseWatch> wish)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!wish.test(this)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new TimeoutException(
            "the event was not %s after %d s; phase %s, %s"
                .formatted(what, timeout.toSeconds(), phase(), conditionsInWords()));
      }
      wait(left);
    }
  }

  public boolean isTrue(String condition) {
    return condition(condition).filter(found -> found.getStatus().equals("True")).isPresent();
  }

  private String conditionsInWords() {
    if (latest == null) {
      return "no status: is the operator running?";
    }
    var words = new StringBuilder();
    for (Condition condition : latest.conditions()) {
      if (!condition.getStatus().equals("True")) {
        words.append(
            "%n  %s=%s %s: %s"
                .formatted(
                    condition.getType(),
                    condition.getStatus(),
                    condition.getReason(),
                    condition.getMessage()));
      }
    }
    return words.isEmpty() ? "every condition is True" : "conditions:" + words;
  }

  @Override
  public void close() {
    informer.close();
  }
}
