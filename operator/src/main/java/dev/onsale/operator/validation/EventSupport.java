package dev.onsale.operator.validation;

import dev.onsale.api.v1alpha1.Buyers;
import dev.onsale.api.v1alpha1.Challenge;
import dev.onsale.api.v1alpha1.DeletionPolicy;
import dev.onsale.api.v1alpha1.Queue;
import dev.onsale.api.v1alpha1.Scaling;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.Topology;
import dev.onsale.operator.validation.Problem.Reason;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What this version of Onsale cannot do yet for an event, though the API can say it. */
final class EventSupport {

  private record Row(Predicate<TicketEventSpec> needs, String field, String fix) {}

  private static final List<Row> NOT_YET =
      List.of(
          new Row(s -> s.topology() != Topology.Single, "spec.topology", "use Single"),
          new Row(s -> s.queue().mode() != Queue.Mode.Fifo, "spec.queue.mode", "use Fifo"),
          new Row(
              s -> s.queue().beacon().source() != Queue.Beacon.Source.None,
              "spec.queue.beacon.source",
              "use None"),
          new Row(s -> !s.queue().priority().isEmpty(), "spec.queue.priority", "leave it out"),
          new Row(
              s -> s.buyers().identity() != Buyers.Identity.Anonymous,
              "spec.buyers.identity",
              "use Anonymous"),
          new Row(s -> s.waitingList().enabled(), "spec.waitingList.enabled", "use false"),
          new Row(s -> s.transfers().allowed(), "spec.transfers.allowed", "use false"),
          new Row(
              s -> s.challenge().provider() != Challenge.Provider.None,
              "spec.challenge.provider",
              "use None"),
          new Row(
              s -> s.scaling().engine() != Scaling.Engine.Auto,
              "spec.scaling.engine",
              "use Auto, which keeps single.min pods for now"),
          new Row(
              s -> !s.seating().allotments().isEmpty(),
              "spec.seating.allotments",
              "leave them out, and block the seats"),
          new Row(
              s -> s.deletionPolicy() == DeletionPolicy.Unsupported,
              "spec.deletionPolicy",
              "use Retain or Delete"));

  private EventSupport() {}

  static Optional<Problem> problem(TicketEventSpec spec) {
    return NOT_YET.stream()
        .filter(row -> row.needs().test(spec))
        .findFirst()
        .map(
            row ->
                new Problem(
                    Reason.NotSupported,
                    "%s asks for something this version of Onsale does not do; %s"
                        .formatted(row.field(), row.fix())));
  }
}
