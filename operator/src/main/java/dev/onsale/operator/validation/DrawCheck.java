package dev.onsale.operator.validation;

import dev.onsale.api.v1alpha1.ApiTimes;
import dev.onsale.api.v1alpha1.Buyers;
import dev.onsale.api.v1alpha1.Queue;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.draw.BeaconChain;
import dev.onsale.operator.conditions.Reason;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a draw can be made as it is asked for, and is worth something. Pure. */
final class DrawCheck {

  private DrawCheck() {}

  static Optional<Problem> problem(TicketEventSpec spec) {
    if (spec.queue().mode() != Queue.Mode.Draw) {
      return Optional.empty();
    }
    String closes = spec.schedule().registrationClosesAt();
    if (closes == null || spec.schedule().registrationOpensAt() == null) {
      return invalid(
          "spec.queue.mode Draw needs spec.schedule.registrationOpensAt and registrationClosesAt;"
              + " write them, or use mode Fifo");
    }
    if (spec.buyers().identity() != Buyers.Identity.Required) {
      return invalid(
          "spec.queue.mode Draw needs spec.buyers.identity Required: a device could take part any"
              + " number of times");
    }
    return round(
        spec.queue().beacon(),
        ApiTimes.instant(closes),
        ApiTimes.instant(spec.schedule().onSaleAt()));
  }

  /** Nobody may know the round while registration is open, and everybody before the sale. */
  private static Optional<Problem> round(Queue.Beacon beacon, Instant closes, Instant onSale) {
    @Nullable Long round = beacon.round();
    if (beacon.source() != Queue.Beacon.Source.Drand || round == null) {
      return Optional.empty();
    }
    BeaconChain chain = BeaconChain.valueOf(beacon.chain().name());
    Instant published = chain.publishedAt(round);
    return published.isAfter(closes) && published.isBefore(onSale)
        ? Optional.empty()
        : invalid(
            "spec.queue.beacon.round %d of chain %s is published at %s, and must be between"
                    .formatted(round, chain, published)
                + " schedule.registrationClosesAt %s and onSaleAt %s; round %d is the first after the close"
                    .formatted(closes, onSale, chain.firstAfter(closes)));
  }

  private static Optional<Problem> invalid(String message) {
    return Optional.of(new Problem(Reason.InvalidSchedule, message));
  }
}
