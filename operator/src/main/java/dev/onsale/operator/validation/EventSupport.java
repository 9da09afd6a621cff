package dev.onsale.operator.validation;

import dev.onsale.api.v1alpha1.Buyers;
import dev.onsale.api.v1alpha1.Challenge;
import dev.onsale.api.v1alpha1.DeletionPolicy;
import dev.onsale.api.v1alpha1.Queue;
import dev.onsale.api.v1alpha1.Scaling;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.Topology;
import java.util.List;
import java.util.Optional;

/** What this version of Onsale cannot do yet for an event, though the API can say it. */
final class EventSupport {

  private static final List<NotYet<TicketEventSpec>> NOT_YET =
      List.of(
          new NotYet<>(
              s -> s.topology() == Topology.Unsupported, "spec.topology", "use Single or Split"),
          new NotYet<>(
              s -> s.queue().mode() == Queue.Mode.Unsupported,
              "spec.queue.mode",
              "use Fifo, Draw or Open"),
          new NotYet<>(
              s -> s.queue().beacon().source() == Queue.Beacon.Source.Unsupported,
              "spec.queue.beacon.source",
              "use None or Drand"),
          new NotYet<>(
              s -> s.queue().beacon().chain() == Queue.Beacon.Chain.Unsupported,
              "spec.queue.beacon.chain",
              "use Quicknet or Default"),
          new NotYet<>(
              s -> s.buyers().identity() == Buyers.Identity.Unsupported,
              "spec.buyers.identity",
              "use Required or Anonymous"),
          new NotYet<>(s -> s.waitingList().enabled(), "spec.waitingList.enabled", "use false"),
          new NotYet<>(s -> s.transfers().allowed(), "spec.transfers.allowed", "use false"),
          new NotYet<>(
              s -> s.challenge().provider() != Challenge.Provider.None,
              "spec.challenge.provider",
              "use None"),
          new NotYet<>(
              s -> s.scaling().engine() == Scaling.Engine.Unsupported,
              "spec.scaling.engine",
              "use Auto, HPA or KEDA"),
          new NotYet<>(
              s -> s.deletionPolicy() == DeletionPolicy.Unsupported,
              "spec.deletionPolicy",
              "use Retain or Delete"));

  private EventSupport() {}

  static Optional<Problem> problem(TicketEventSpec spec) {
    return NotYet.problem(NOT_YET, spec);
  }
}
